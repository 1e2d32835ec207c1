import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_grant_manager'),
        ('accounts', '__first__'),
        ('documents', '0003_site_pages'),
        ('practices', '0001_good_practices'),
    ]

    operations = [
        migrations.CreateModel(
            name='LibraryCommitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('objective', models.CharField(max_length=300, verbose_name='objective')),
                ('commitment', models.CharField(max_length=500, verbose_name='commitment')),
                ('who', models.CharField(max_length=200, verbose_name='who is committed')),
                ('due', models.DateField(blank=True, null=True, verbose_name='until')),
                ('state', models.CharField(choices=[('planned', 'To come'), ('under_way', 'Under way'), ('kept', 'Kept'), ('dropped', 'Given up')], default='planned', max_length=10, verbose_name='how far it is')),
                ('state_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
                ('evidence', models.TextField(blank=True, max_length=1000, verbose_name='what shows it')),
                ('evidence_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='document that shows it')),
            ],
            options={
                'verbose_name': 'commitment',
                'verbose_name_plural': 'commitments',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['kept', 'dropped']), _negated=True), models.Q(('evidence', ''), _negated=True), ('evidence_file__isnull', False), _connector='OR'), name='commitment_kept_or_dropped_shows_it')],
            },
        ),
        migrations.CreateModel(
            name='CommitmentStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('planned', 'To come'), ('under_way', 'Under way'), ('kept', 'Kept'), ('dropped', 'Given up')], max_length=10)),
                ('target', models.CharField(choices=[('planned', 'To come'), ('under_way', 'Under way'), ('kept', 'Kept'), ('dropped', 'Given up')], max_length=10)),
                ('state_on', models.DateField()),
                ('evidence', models.TextField(blank=True, max_length=1000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='practices.librarycommitment')),
            ],
            options={
                'verbose_name': 'step of a commitment',
                'verbose_name_plural': 'steps of commitments',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='LibraryDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('protocol', 'Protocol'), ('note', 'Summary note'), ('reference', 'Reference text'), ('agreement_model', 'Model of an agreement'), ('framework', 'Framework of practice'), ('specifications', 'Charter and specifications'), ('other', 'Other document')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.TextField(max_length=2000, verbose_name='what it is about')),
                ('folded', models.TextField(default='', editable=False)),
                ('audience', models.CharField(choices=[('public', 'Everybody'), ('members', 'Members of an organisation'), ('scoped', 'The people of one space')], default='public', max_length=8, verbose_name='who reads it')),
                ('scope', models.CharField(blank=True, db_index=True, max_length=60)),
                ('state', models.CharField(choices=[('draft', 'In preparation'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('state_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='reason')),
                ('dated_on', models.DateField(blank=True, editable=False, null=True, verbose_name='dated')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('edited_from', models.CharField(blank=True, editable=False, max_length=32)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='library_documents', to='accounts.territory', verbose_name='territory')),
            ],
            options={
                'verbose_name': 'document of the library',
                'verbose_name_plural': 'documents of the library',
                'indexes': [models.Index(fields=['state', 'audience', '-dated_on'], name='library_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('audience', 'scoped'), models.Q(('scope', ''), _negated=True)), models.Q(models.Q(('audience', 'scoped'), _negated=True), ('scope', '')), _connector='OR'), name='library_scope_goes_with_its_audience'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('state_reason', ''), _negated=True), _connector='OR'), name='library_withdrawn_says_why')],
            },
        ),
        migrations.AddField(
            model_name='librarycommitment',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='practices.librarydocument'),
        ),
        migrations.CreateModel(
            name='LibraryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('dated_on', models.DateField(verbose_name='dated')),
                ('text', models.TextField(blank=True, max_length=30000, verbose_name='text')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changes')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added on')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='practices.librarydocument')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='file')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'version of a document',
                'verbose_name_plural': 'versions of documents',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='library_version_number_once'), models.CheckConstraint(condition=models.Q(('file__isnull', False), models.Q(('text', ''), _negated=True), _connector='OR'), name='library_version_says_something')],
            },
        ),
        migrations.AddField(
            model_name='librarydocument',
            name='current',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='practices.libraryversion'),
        ),
        migrations.AddConstraint(
            model_name='librarydocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('current__isnull', False), ('dated_on__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='library_published_has_its_version'),
        ),
    ]
