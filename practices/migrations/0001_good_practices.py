import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import hosts.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0007_link_code_checked'),
        ('accounts', '__first__'),
        ('documents', '0003_site_pages'),
        ('hosts', '0010_resting'),
    ]

    operations = [
        migrations.CreateModel(
            name='Audience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                ('name_fr', models.CharField(max_length=160, verbose_name='name in French')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('shipped', models.CharField(blank=True, editable=False, help_text='Fingerprint of the values Escale brought along.', max_length=64)),
            ],
            options={
                'verbose_name': 'audience of practices',
                'verbose_name_plural': 'audiences of practices',
                'ordering': ['position', 'name_fr'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CheckItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                ('name_fr', models.CharField(max_length=160, verbose_name='name in French')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('shipped', models.CharField(blank=True, editable=False, help_text='Fingerprint of the values Escale brought along.', max_length=64)),
                ('hint_fr', models.CharField(blank=True, max_length=300, verbose_name='what to look for, in French')),
                ('hint_en', models.CharField(blank=True, max_length=300, verbose_name='what to look for, in English')),
            ],
            options={
                'verbose_name': 'point to check',
                'verbose_name_plural': 'points to check in practices',
                'ordering': ['position', 'name_fr'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GoodPractice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(blank=True, editable=False, max_length=90, null=True, unique=True, verbose_name='address')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for validation'), ('returned', 'Sent back to be completed'), ('validated', 'Validated'), ('archived', 'Archived')], default='draft', editable=False, max_length=12, verbose_name='state')),
                ('state_reason', models.CharField(blank=True, editable=False, max_length=1000, verbose_name='reason')),
                ('other_authors', models.TextField(blank=True, max_length=500, verbose_name='other co-authors')),
                ('name_shown', models.BooleanField(default=True, verbose_name='show the authors’ names')),
                ('contact', models.CharField(blank=True, max_length=300, verbose_name='whom to ask')),
                ('title', models.CharField(blank=True, max_length=140, verbose_name='title')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                ('is_observed', models.BooleanField(default=False, verbose_name='origin')),
                ('audience_details', models.CharField(blank=True, max_length=200, verbose_name='who exactly')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None, verbose_name='languages')),
                ('structure', models.CharField(blank=True, max_length=200, verbose_name='name of the structure')),
                ('postcode', models.CharField(blank=True, max_length=10, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='town')),
                ('country', models.CharField(default='FR', max_length=2, verbose_name='country')),
                ('context', models.TextField(blank=True, max_length=6000, verbose_name='context')),
                ('description', models.TextField(blank=True, max_length=10000, verbose_name='what is done')),
                ('conditions', models.TextField(blank=True, max_length=6000, verbose_name='conditions')),
                ('effects', models.TextField(blank=True, max_length=6000, verbose_name='effects')),
                ('evidence', models.CharField(blank=True, choices=[('', 'Not stated'), ('impression', 'What the team noticed'), ('feedback', 'What the people concerned and the partners say'), ('measured', 'Measured by indicators'), ('evaluated', 'Evaluated by somebody from outside')], max_length=12, verbose_name='how the effects are known')),
                ('transferability', models.TextField(blank=True, max_length=6000, verbose_name='doing the same elsewhere')),
                ('resources', models.TextField(blank=True, max_length=4000, verbose_name='resources')),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sent on')),
                ('validated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first validated on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('edited_from', models.CharField(blank=True, editable=False, max_length=32)),
                ('audiences', models.ManyToManyField(blank=True, related_name='practices', to='practices.audience', verbose_name='audience')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='practices', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('co_authors', models.ManyToManyField(blank=True, related_name='shared_practices', to=settings.AUTH_USER_MODEL, verbose_name='co-authors')),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='practices', to='hosts.hostinstitution', verbose_name='host')),
                ('occupations', models.ManyToManyField(blank=True, related_name='practices', to='hosts.occupation', verbose_name='occupations')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='practices', to='accounts.organisation', verbose_name='on behalf of')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hosts.place', verbose_name='commune')),
                ('sectors', models.ManyToManyField(blank=True, related_name='practices', to='hosts.sector', verbose_name='sectors')),
                ('territory', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.territory')),
            ],
            options={
                'verbose_name': 'good practice',
                'verbose_name_plural': 'good practices',
                'indexes': [models.Index(fields=['state', 'submitted_at'], name='practice_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['returned', 'archived']), _negated=True), models.Q(('state_reason', ''), _negated=True), _connector='OR'), name='practice_returned_or_archived_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='practice_submitted_has_date')],
            },
        ),
        migrations.CreateModel(
            name='PracticeAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('dropped', models.BooleanField(default=False, editable=False)),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='practices.goodpractice')),
            ],
            options={
                'verbose_name': 'document of a practice',
                'verbose_name_plural': 'documents of practices',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PracticeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('content', models.JSONField(verbose_name='content')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made on')),
                ('validated_at', models.DateTimeField(blank=True, null=True, verbose_name='validated on')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='practices.goodpractice')),
                ('validated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'version of a practice',
                'verbose_name_plural': 'versions of practices',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('practice', 'number'), name='practice_version_number_once')],
            },
        ),
        migrations.CreateModel(
            name='PracticeStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=20)),
                ('source', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for validation'), ('returned', 'Sent back to be completed'), ('validated', 'Validated'), ('archived', 'Archived')], max_length=12)),
                ('target', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for validation'), ('returned', 'Sent back to be completed'), ('validated', 'Validated'), ('archived', 'Archived')], max_length=12)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('comment', models.CharField(blank=True, max_length=1000, verbose_name='why')),
                ('unmet', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='practices.goodpractice')),
                ('of_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='steps', to='practices.practiceversion')),
            ],
            options={
                'verbose_name': 'step of a practice',
                'verbose_name_plural': 'steps of practices',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('target__in', ['returned', 'archived']), _negated=True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='practice_step_says_why')],
            },
        ),
        migrations.CreateModel(
            name='PracticeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(db_index=False, max_length=90)),
                ('title', models.CharField(max_length=140)),
                ('sort_title', models.CharField(max_length=160)),
                ('summary', models.CharField(max_length=300)),
                ('where', models.CharField(help_text='The name of the host or structure.', max_length=200)),
                ('city', models.CharField(max_length=120)),
                ('department', models.CharField(max_length=80)),
                ('country', models.CharField(max_length=2)),
                ('observed', models.BooleanField()),
                ('sectors', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('occupations', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='Author and co-authors.', size=None)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list, size=None)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('point', hosts.fields.PlanePointField(null=True)),
                ('published_at', models.DateTimeField()),
                ('vector', django.contrib.postgres.search.SearchVectorField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='practice_entries', to='hosts.hostinstitution')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.organisation')),
                ('picture', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='documents.storedfile')),
                ('practice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='entry', to='practices.goodpractice')),
                ('of_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='practices.practiceversion')),
            ],
            options={
                'verbose_name': "entry of the practices' index",
                'verbose_name_plural': "entries of the practices' index",
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['vector'], name='practice_entry_vector'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['tags'], name='practice_entry_tags'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['people'], name='practice_entry_people'), django.contrib.postgres.indexes.GistIndex(fields=['point'], name='practice_entry_point'), models.Index(models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='practice_entry_newest'), models.Index(fields=['sort_title', 'id'], name='practice_entry_title')],
            },
        ),
        migrations.AddField(
            model_name='goodpractice',
            name='published',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.practiceversion'),
        ),
        migrations.CreateModel(
            name='PracticePhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('dropped', models.BooleanField(default=False, editable=False)),
                ('alternative', models.CharField(max_length=200, verbose_name='what the picture shows')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='practices.goodpractice')),
            ],
            options={
                'verbose_name': 'photo of a practice',
                'verbose_name_plural': 'photos of practices',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('alternative', ''), _negated=True), name='practice_photo_is_described')],
            },
        ),
        migrations.AddConstraint(
            model_name='goodpractice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'validated'), _negated=True), models.Q(('published__isnull', False), ('slug__isnull', False), ('validated_at__isnull', False)), _connector='OR'), name='practice_validated_has_its_version'),
        ),
    ]
