import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_grant_manager'),
        ('accounts', '__first__'),
        ('exchanges', '0004_culture'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('confirmed', 'Confirmed'), ('dissolved', 'Dissolved'), ('dropped', 'Put aside')], default='proposed', editable=False, max_length=9, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='reason')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided on')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ring',
                'verbose_name_plural': 'rings',
                'ordering': ['run', 'number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'proposed'), ('decided_at__isnull', False), _connector='OR'), name='ring_decided_has_date'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dissolved'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='ring_dissolved_says_why')],
            },
        ),
        migrations.CreateModel(
            name='RingLeg',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='place in the ring')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('fixed', models.BooleanField(default=False, verbose_name='kept when searching again')),
                ('standing', models.BooleanField(default=False, editable=False)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ring_legs', to='exchanges.immersionoffer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ring_legs', to=settings.AUTH_USER_MODEL)),
                ('ring', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='legs', to='exchanges.ring')),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ring_legs', to='exchanges.structure')),
                ('window', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ring_legs', to='exchanges.offerwindow')),
                ('wish', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ring_legs', to='exchanges.immersionwish')),
            ],
            options={
                'verbose_name': 'leg of a ring',
                'verbose_name_plural': 'legs of rings',
                'ordering': ['ring', 'position'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('ring', 'position'), name='ring_leg_position'), models.UniqueConstraint(fields=('ring', 'structure'), name='ring_leg_each_gives_once'), models.UniqueConstraint(fields=('ring', 'person'), name='ring_leg_each_goes_once'), models.UniqueConstraint(condition=models.Q(('standing', True)), fields=('wish',), name='ring_leg_wish_in_one_confirmed_ring'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='ring_leg_days_in_order')],
            },
        ),
        migrations.AddField(
            model_name='immersionrequest',
            name='ring_leg',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='exchanges.ringleg'),
        ),
        migrations.CreateModel(
            name='RingRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(6)], verbose_name='structures in a ring at most')),
                ('first_day', models.DateField(verbose_name='from')),
                ('last_day', models.DateField(verbose_name='until')),
                ('limit', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(300)], verbose_name='seconds at most')),
                ('state', models.CharField(choices=[('waiting', 'Waits for its turn'), ('running', 'Searching'), ('optimal', 'Proven optimal'), ('bounded', 'Stopped by the clock'), ('failed', 'Without a result')], default='waiting', editable=False, max_length=8, verbose_name='state')),
                ('failure', models.CharField(blank=True, choices=[('fixed', 'The legs that were kept cannot stand together.'), ('broken', 'The search could not be finished.')], max_length=8, verbose_name='why there is no result')),
                ('pool', models.JSONField(default=dict, editable=False)),
                ('people', models.PositiveIntegerField(default=0, editable=False, verbose_name='people with a wish')),
                ('structures', models.PositiveIntegerField(default=0, editable=False, verbose_name='structures')),
                ('seats', models.PositiveIntegerField(default=0, editable=False, verbose_name='seats')),
                ('served', models.PositiveIntegerField(default=0, editable=False, verbose_name='people served')),
                ('bound', models.PositiveIntegerField(default=0, editable=False, verbose_name='people served at most')),
                ('seconds', models.FloatField(default=0, editable=False, verbose_name='seconds taken')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked on')),
                ('started_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='begun on')),
                ('finished_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='finished on')),
                ('after', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='again', to='exchanges.ringrun')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ring_runs', to='exchanges.exchangespace')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.territory', verbose_name='territory')),
                ('without_people', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='without these people')),
                ('without_structures', models.ManyToManyField(blank=True, related_name='+', to='exchanges.structure', verbose_name='without these structures')),
            ],
            options={
                'verbose_name': 'search for exchanges',
                'verbose_name_plural': 'searches for exchanges',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='ring_run_days_in_order'), models.CheckConstraint(condition=models.Q(('size__range', (2, 6))), name='ring_run_size_in_range'), models.CheckConstraint(condition=models.Q(('served__lte', models.F('bound'))), name='ring_run_within_its_bound'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'optimal'), _negated=True), ('served', models.F('bound')), _connector='OR'), name='ring_run_optimal_reaches_bound'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), models.Q(('failure', ''), _negated=True)), models.Q(models.Q(('state', 'failed'), _negated=True), ('failure', '')), _connector='OR'), name='ring_run_failed_says_why')],
            },
        ),
        migrations.AddField(
            model_name='ring',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rings', to='exchanges.ringrun'),
        ),
        migrations.AddConstraint(
            model_name='ringrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'running'))), fields=('space',), name='ring_run_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='ring',
            constraint=models.UniqueConstraint(fields=('run', 'number'), name='ring_number_once_per_run'),
        ),
    ]
