import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='LegalRegime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('name_fr', models.CharField(max_length=160, verbose_name='name in French')),
                ('name_en', models.CharField(max_length=160, verbose_name='name in English')),
                ('scope_fr', models.TextField(max_length=1000, verbose_name='whom it covers, in French')),
                ('scope_en', models.TextField(max_length=1000, verbose_name='whom it covers, in English')),
                ('article', models.CharField(max_length=200, verbose_name='article')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'legal regime',
                'verbose_name_plural': 'legal regimes',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('country', 'code'), name='regime_unique_code')],
            },
        ),
        migrations.CreateModel(
            name='LegalTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('key', models.SlugField(max_length=60, verbose_name='key')),
                ('label_fr', models.CharField(max_length=200, verbose_name='label in French')),
                ('label_en', models.CharField(max_length=200, verbose_name='label in English')),
                ('unit', models.CharField(choices=[('euro_hour', 'euros per hour'), ('minutes', 'minutes'), ('clock', 'time of day, in minutes after midnight'), ('days', 'days'), ('weeks', 'weeks'), ('percent', 'per cent'), ('persons', 'persons'), ('years', 'years of age'), ('part', 'one part in'), ('text', 'no number')], default='text', max_length=12, verbose_name='unit')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('regime', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='law.legalregime', verbose_name='regime')),
            ],
            options={
                'verbose_name': 'subject of a rule',
                'verbose_name_plural': 'subjects of rules',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('country', 'key'), name='topic_unique_key')],
            },
        ),
        migrations.CreateModel(
            name='LegalRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='value')),
                ('valid_from', models.DateField(verbose_name='first day')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('article', models.CharField(max_length=200, verbose_name='article')),
                ('source_name', models.CharField(max_length=200, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='address of the source')),
                ('read_on', models.DateField(help_text='The day on which someone last read the source.', verbose_name='read on')),
                ('effect', models.CharField(choices=[('block', 'Stops what breaks it'), ('warn', 'Warns'), ('inform', 'Informs')], default='warn', max_length=8, verbose_name='effect')),
                ('explanation_fr', models.TextField(max_length=2000, verbose_name='in plain words, in French')),
                ('explanation_en', models.TextField(blank=True, max_length=2000, verbose_name='in plain words, in English')),
                ('shipped', models.BooleanField(default=False, editable=False, help_text='Untouched since it came with the software.', verbose_name='as delivered')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='entered on')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='law.legalrule', verbose_name='replaced by')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='law.legaltopic')),
            ],
            options={
                'verbose_name': 'rule of law',
                'verbose_name_plural': 'rules of law',
                'ordering': ['-valid_from', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='rule_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__gte', 0), _connector='OR'), name='rule_value_not_negative'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('replaced_by__isnull', True)), expressions=[(models.Func(models.F('topic'), models.F('topic'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('valid_from'), models.F('valid_until'), django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='rule_one_version_per_day', violation_error_message='Another version of this rule holds on some of these days.')],
            },
        ),
    ]
