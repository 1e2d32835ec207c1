import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='when')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('target_type', models.CharField(blank=True, max_length=60, verbose_name='kind of object')),
                ('target_id', models.CharField(blank=True, max_length=40, verbose_name='number of the object')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='details')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'line of the trace',
                'verbose_name_plural': 'trace',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['target_type', 'target_id'], name='audit_by_target'), models.Index(fields=['organisation', '-id'], name='audit_by_organisation')],
            },
        ),
        migrations.CreateModel(
            name='AuditText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='text')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='accounts.auditentry')),
            ],
            options={
                'verbose_name': 'text of the trace',
                'verbose_name_plural': 'texts of the trace',
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=80)),
                ('key', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('location', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'sent form',
                'verbose_name_plural': 'sent forms',
                'indexes': [models.Index(fields=['created_at'], name='idempotency_by_age')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='idempotency_key_once_per_owner')],
            },
        ),
        migrations.CreateModel(
            name='PersonalLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=40, verbose_name='purpose')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(default='fr', max_length=2, verbose_name='language')),
                ('target_type', models.CharField(blank=True, max_length=60, verbose_name='kind of object')),
                ('target_id', models.CharField(blank=True, max_length=40, verbose_name='number of the object')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='details')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='sent on')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened on')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used on')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn on')),
                ('code_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('code_expires_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('code_attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('codes_sent', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('codes_since', models.DateTimeField(blank=True, editable=False, null=True)),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation', verbose_name='sent by')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.personallink')),
            ],
            options={
                'verbose_name': 'personal link',
                'verbose_name_plural': 'personal links',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['purpose', 'target_type', 'target_id'], name='link_by_target'), models.Index(fields=['expires_at'], name='link_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code_attempts__lte', 5)), name='link_code_few_attempts')],
            },
        ),
    ]
