import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_link_code_checked'),
        ('accounts', '__first__'),
        ('internships', '0005_objectives_and_cv'),
    ]

    operations = [
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name of the employer')),
                ('country', models.CharField(default='FR', max_length=2, verbose_name='country')),
                ('siret', models.CharField(blank=True, max_length=20, verbose_name='SIRET or company number')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='address')),
                ('postcode', models.CharField(blank=True, max_length=10, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='town')),
                ('function', models.CharField(blank=True, max_length=120, verbose_name='post held')),
                ('contact_name', models.CharField(blank=True, max_length=160, verbose_name='contact person')),
                ('contact_function', models.CharField(blank=True, max_length=120, verbose_name='function')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('contact_telephone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('signatory_name', models.CharField(blank=True, max_length=160, verbose_name='who signs')),
                ('signatory_function', models.CharField(blank=True, max_length=120, verbose_name='function')),
                ('signatory_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
                ('until', models.DateField(blank=True, help_text='The last day; empty while it lasts.', null=True, verbose_name='until')),
                ('agreed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='known to the employer since')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='entered on')),
                ('organisation', models.ForeignKey(blank=True, limit_choices_to={'kind__in': ('employer', 'host')}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='accounts.organisation', verbose_name='employer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='employments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'employment',
                'verbose_name_plural': 'employments',
                'ordering': ['-since', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='employment_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False), ('until__isnull', True)), fields=('person', 'organisation'), name='employment_once_while_it_lasts')],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='employment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='internships.employment'),
        ),
        migrations.AddField(
            model_name='placement',
            name='employment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='internships.employment'),
        ),
    ]
