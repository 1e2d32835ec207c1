import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_append_only_trace'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(db_index=True)),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'counted attempts',
                'verbose_name_plural': 'counted attempts',
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('host_manager', 'Host manager'), ('tutor', 'Tutor'), ('signatory', 'Signatory'), ('coordinator', 'Placement coordinator'), ('referent_teacher', 'Referent teacher'), ('head', 'Head of school'), ('network_admin', 'Network administrator'), ('practice_validator', 'Practice validator'), ('animator', 'Territory animator'), ('exchange_pilot', 'Exchange pilot'), ('hr', 'Human resources')], max_length=20), blank=True, default=list, size=None, verbose_name='roles')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='sent on')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted on')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn on')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('organisation'), condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True)), name='invitation_one_open_per_address'), models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True), _connector='OR'), name='invitation_accepted_or_withdrawn')],
            },
        ),
        migrations.CreateModel(
            name='Pupil',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(blank=True, help_text="What the pupil types beside the school's code.", max_length=40, verbose_name='identifier')),
                ('group', models.CharField(blank=True, max_length=60, verbose_name='class or group')),
                ('must_change', models.BooleanField(default=False, verbose_name='chooses their own secret at the first sign-in')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created on')),
                ('last_sign_in', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last sign-in')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left the school on')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pupils', to='accounts.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schoolings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'pupil',
                'verbose_name_plural': 'pupils',
                'ordering': ['group', 'user__last_name', 'user__first_name', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('identifier'), models.F('school'), condition=models.Q(('identifier', ''), _negated=True), name='pupil_identifier_unique_at_school'), models.UniqueConstraint(fields=('school', 'user'), name='pupil_once_per_school')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.CharField(max_length=60, verbose_name='kind of data')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='applies from')),
                ('days', models.PositiveIntegerField(verbose_name='kept for (days)')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source of the rule')),
                ('read_on', models.DateField(blank=True, null=True, verbose_name='source read on')),
            ],
            options={
                'verbose_name': 'retention rule',
                'verbose_name_plural': 'retention rules',
                'ordering': ['matter', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('matter', 'valid_from'), name='retention_once_per_day'), models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='retention_at_least_a_day')],
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='refused_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='refused on'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='verified_at',
            field=models.DateTimeField(blank=True, default=django.utils.timezone.now, help_text='Empty while the network has not yet checked an organisation that signed up by itself.', null=True, verbose_name='verified on'),
        ),
        migrations.AddField(
            model_name='user',
            name='warned_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='told that the account will be erased on'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(django.db.models.functions.text.Upper('email'), name='user_email_upper'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('verified_at__isnull', True), ('refused_at__isnull', True), _connector='OR'), name='organisation_verified_or_refused'),
        ),
    ]
