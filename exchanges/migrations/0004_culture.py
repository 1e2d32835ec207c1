import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('exchanges', '0003_ledger_only_grows'),
    ]

    operations = [
        migrations.CreateModel(
            name='CharterVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('text', models.TextField(blank=True, max_length=40000, verbose_name='text')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what changes')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun on')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published on')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='charters', to='exchanges.exchangespace')),
            ],
            options={
                'verbose_name': 'version of the cahier des charges',
                'verbose_name_plural': 'versions of the cahier des charges',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('space', 'number'), name='charter_number_once'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('space',), name='charter_one_draft'), models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('text', ''), _negated=True), _connector='OR'), name='charter_published_says_something')],
            },
        ),
        migrations.CreateModel(
            name='CharterValidation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_name', models.CharField(blank=True, max_length=160, verbose_name='validated by')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='validated on')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='validations', to='exchanges.structure')),
                ('charter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='validations', to='exchanges.charterversion')),
            ],
            options={
                'verbose_name': 'validation of the cahier des charges',
                'verbose_name_plural': 'validations of the cahier des charges',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('charter', 'structure'), name='charter_validated_once')],
            },
        ),
        migrations.CreateModel(
            name='EffectReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('visitor', 'The professional received'), ('host', 'Those who received')], max_length=8, verbose_name='who says it')),
                ('expected', models.TextField(blank=True, max_length=2000, verbose_name='expected effects')),
                ('rating', models.PositiveSmallIntegerField(choices=[(1, 'Not at all'), (2, 'A little'), (3, 'In part'), (4, 'Largely'), (5, 'Beyond what was expected')], verbose_name='how far they came true')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='what happened')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written on')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='exchanges.immersionrequest')),
            ],
            options={
                'verbose_name': 'review of the effects',
                'verbose_name_plural': 'reviews of the effects',
                'ordering': ['request', 'side'],
                'constraints': [models.UniqueConstraint(fields=('request', 'side'), name='effect_review_once'), models.CheckConstraint(condition=models.Q(('rating__range', (1, 5))), name='effect_rating_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='ImageVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('introduction_fr', models.TextField(blank=True, max_length=600, verbose_name='first words, in French')),
                ('introduction_en', models.TextField(blank=True, max_length=600, verbose_name='first words, in English')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun on')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='in use since')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='image_versions', to='exchanges.exchangespace')),
            ],
            options={
                'verbose_name': 'version of the questionnaire',
                'verbose_name_plural': 'versions of the questionnaire',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('space', 'number'), name='image_version_number_once'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('space',), name='image_version_one_draft')],
            },
        ),
        migrations.CreateModel(
            name='ImageSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('visitor', 'The professional received'), ('host', 'Those who received')], max_length=8, verbose_name='who answers')),
                ('moment', models.CharField(choices=[('before', 'Before the immersion'), ('after', 'After the immersion')], max_length=6, verbose_name='moment')),
                ('state', models.CharField(choices=[('open', 'To fill in'), ('sent', 'Answered')], default='open', max_length=4, verbose_name='state')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='opened on')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='answered on')),
                ('shared_at', models.DateTimeField(blank=True, null=True, verbose_name='shared with the team on')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to='exchanges.immersionrequest')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='image_sheets', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='exchanges.imageversion')),
            ],
            options={
                'verbose_name': 'questionnaire on the partner',
                'verbose_name_plural': 'questionnaires on the partner',
                'ordering': ['request', 'side', '-moment'],
                'indexes': [models.Index(fields=['state', 'moment'], name='image_sheet_by_state')],
                'constraints': [models.UniqueConstraint(fields=('request', 'side', 'moment'), name='image_sheet_once'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('sent_at__isnull', False), _connector='OR'), name='image_sheet_sent_says_when')],
            },
        ),
        migrations.CreateModel(
            name='ImageQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('subject', models.CharField(choices=[('missions', 'Missions'), ('references', 'References'), ('constraints', 'Constraints')], max_length=12, verbose_name='about the partner’s')),
                ('type', models.CharField(choices=[('scale', 'Scale from 1 to 5'), ('text', 'Free text')], max_length=6, verbose_name='answered by')),
                ('label_fr', models.CharField(max_length=240, verbose_name='question in French')),
                ('label_en', models.CharField(blank=True, max_length=240, verbose_name='question in English')),
                ('low_fr', models.CharField(blank=True, max_length=60, verbose_name='what 1 means, in French')),
                ('low_en', models.CharField(blank=True, max_length=60, verbose_name='what 1 means, in English')),
                ('high_fr', models.CharField(blank=True, max_length=60, verbose_name='what 5 means, in French')),
                ('high_en', models.CharField(blank=True, max_length=60, verbose_name='what 5 means, in English')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='exchanges.imageversion')),
            ],
            options={
                'verbose_name': 'question about the partner',
                'verbose_name_plural': 'questions about the partner',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('type', 'scale'), _negated=True), models.Q(models.Q(('low_fr', ''), _negated=True), models.Q(('high_fr', ''), _negated=True)), _connector='OR'), name='image_scale_has_words_for_its_ends')],
            },
        ),
    ]
