import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_append_only_trace'),
        ('accounts', '__first__'),
        ('messaging', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=120, verbose_name='about')),
                ('purpose', models.SlugField(blank=True, max_length=40, verbose_name='purpose')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun on')),
                ('last_message_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last message on')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.territory')),
            ],
            options={
                'verbose_name': 'exchange',
                'verbose_name_plural': 'exchanges',
                'constraints': [models.UniqueConstraint(fields=('about', 'purpose'), name='thread_one_per_purpose')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='message')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written on')),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased on')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.organisation')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='messaging.thread')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'indexes': [models.Index(fields=['thread', 'id'], name='message_thread')],
            },
        ),
        migrations.CreateModel(
            name='ThreadParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='only these roles')),
                ('audience', models.CharField(blank=True, max_length=40, verbose_name='audience')),
                ('watches', models.BooleanField(default=False, verbose_name='only reads')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='messaging.thread')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'party of an exchange',
                'verbose_name_plural': 'parties of an exchange',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('audience', ''), ('organisation__isnull', True), ('user__isnull', False)), models.Q(('audience', ''), ('organisation__isnull', False), ('user__isnull', True)), models.Q(('organisation__isnull', True), ('user__isnull', True), models.Q(('audience', ''), _negated=True)), _connector='OR'), name='thread_party_is_one_thing'), models.UniqueConstraint(fields=('thread', 'user', 'organisation', 'audience'), name='thread_party_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='ThreadReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.BigIntegerField(default=0)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='messaging.thread')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reading',
                'verbose_name_plural': 'readings',
                'constraints': [models.UniqueConstraint(fields=('thread', 'user'), name='thread_reading_once')],
            },
        ),
    ]
