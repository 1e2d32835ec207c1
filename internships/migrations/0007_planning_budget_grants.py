import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_grant_manager'),
        ('accounts', '__first__'),
        ('documents', '0003_site_pages'),
        ('hosts', '0010_resting'),
        ('internships', '0006_employments'),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                ('name_fr', models.CharField(max_length=160, verbose_name='name in French')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('shipped', models.CharField(blank=True, editable=False, help_text='Fingerprint of the values Escale brought along.', max_length=64)),
                ('side', models.CharField(choices=[('expense', 'Expense'), ('income', 'Income')], default='expense', max_length=7, verbose_name='expense or income')),
            ],
            options={
                'verbose_name': 'heading of budgets',
                'verbose_name_plural': 'headings of budgets',
                'ordering': ['side', 'position', 'name_fr'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BudgetShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('placement', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='budget_share', to='internships.placement')),
            ],
            options={
                'verbose_name': 'shared budget',
                'verbose_name_plural': 'shared budgets',
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('summary', models.CharField(max_length=300, verbose_name='in one sentence')),
                ('description', models.TextField(blank=True, max_length=6000, verbose_name='what it pays for')),
                ('amount_min', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='from')),
                ('amount_max', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='at most')),
                ('currency', models.CharField(choices=[('EUR', 'Euro (€)'), ('CHF', 'Swiss franc (CHF)'), ('GBP', 'Pound (£)'), ('CAD', 'Canadian dollar (CAD)'), ('USD', 'US dollar (USD)'), ('MAD', 'Moroccan dirham (MAD)'), ('RON', 'Romanian leu (RON)')], default='EUR', max_length=3, verbose_name='currency')),
                ('opens_on', models.DateField(blank=True, null=True, verbose_name='requests from')),
                ('deadline', models.DateField(blank=True, null=True, verbose_name='requests until')),
                ('answers_by', models.DateField(blank=True, null=True, verbose_name='answer by')),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None, verbose_name='countries of the stay')),
                ('least_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days of stay at least')),
                ('conditions', models.TextField(blank=True, max_length=3000, verbose_name='other conditions')),
                ('documents_asked', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None, verbose_name='documents asked for')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='address that receives requests')),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('published', 'Published'), ('closed', 'Closed')], default='draft', max_length=9, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published on')),
                ('folded', models.TextField(blank=True, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='accounts.organisation', verbose_name='funder')),
                ('kinds', models.ManyToManyField(blank=True, related_name='+', to='internships.placementkind', verbose_name='kinds of placement')),
                ('levels', models.ManyToManyField(blank=True, related_name='+', to='hosts.level', verbose_name='levels')),
            ],
            options={
                'verbose_name': 'grant',
                'verbose_name_plural': 'grants',
                'ordering': ['deadline', 'title', 'pk'],
                'indexes': [models.Index(fields=['state', 'deadline'], name='grant_by_deadline')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_max__gt', 0)), name='grant_amount_positive'), models.CheckConstraint(condition=models.Q(('amount_min__isnull', True), models.Q(('amount_min__gt', 0), ('amount_min__lte', models.F('amount_max'))), _connector='OR'), name='grant_amounts_in_order'), models.CheckConstraint(condition=models.Q(('opens_on__isnull', True), ('deadline__isnull', True), ('opens_on__lte', models.F('deadline')), _connector='OR'), name='grant_opens_before_it_closes'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('published_at__isnull', False), _connector='OR'), name='grant_published_says_when')],
            },
        ),
        migrations.CreateModel(
            name='GrantApplication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('sent', 'Sent to the funder'), ('granted', 'Granted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='draft', max_length=9, verbose_name='state')),
                ('amount_asked', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='amount asked for')),
                ('message', models.TextField(blank=True, max_length=4000, verbose_name='why this grant')),
                ('told', models.JSONField(default=dict, editable=False)),
                ('amount_granted', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='amount granted')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='words of the funder')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('sent_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sent on')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='answered on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created on')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('decided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='internships.grant')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grant_applications', to=settings.AUTH_USER_MODEL)),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grant_applications', to='internships.placement', verbose_name='placement')),
            ],
            options={
                'verbose_name': 'request for a grant',
                'verbose_name_plural': 'requests for grants',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['state', 'sent_at'], name='grant_request_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'sent', 'granted'))), fields=('grant', 'placement'), name='grant_request_once'), models.CheckConstraint(condition=models.Q(models.Q(('amount_granted__gt', 0), ('decided_at__isnull', False), ('state', 'granted')), models.Q(models.Q(('state', 'granted'), _negated=True), ('amount_granted__isnull', True)), _connector='OR'), name='grant_request_granted_says_how_much'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='grant_request_refused_says_why')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('expense', 'Expense'), ('income', 'Income')], max_length=7, verbose_name='expense or income')),
                ('label', models.CharField(blank=True, max_length=160, verbose_name='what')),
                ('planned', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='planned')),
                ('actual', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='actual')),
                ('currency', models.CharField(choices=[('EUR', 'Euro (€)'), ('CHF', 'Swiss franc (CHF)'), ('GBP', 'Pound (£)'), ('CAD', 'Canadian dollar (CAD)'), ('USD', 'US dollar (USD)'), ('MAD', 'Moroccan dirham (MAD)'), ('RON', 'Romanian leu (RON)')], default='EUR', max_length=3, verbose_name='currency')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='internships.budgetcategory', verbose_name='heading')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budget_lines', to='internships.placement')),
                ('receipt', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='receipt')),
                ('grant_application', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='budget_line', to='internships.grantapplication')),
            ],
            options={
                'verbose_name': 'line of the budget',
                'verbose_name_plural': 'lines of the budget',
                'ordering': ['side', 'category__position', 'created_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('planned__gte', 0)), name='budget_line_planned_not_negative'), models.CheckConstraint(condition=models.Q(('actual__isnull', True), ('actual__gte', 0), _connector='OR'), name='budget_line_actual_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='GrantDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120, verbose_name='what it is')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='added on')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='internships.grantapplication')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
            ],
            options={
                'verbose_name': 'document of a request for a grant',
                'verbose_name_plural': 'documents of requests for grants',
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanningItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('activity', 'Activity'), ('journey', 'Journey'), ('lodging', 'Lodging')], max_length=8, verbose_name='kind')),
                ('day', models.DateField(verbose_name='day')),
                ('until', models.DateField(verbose_name='until')),
                ('start_minute', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from')),
                ('end_minute', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='until')),
                ('starts_at', models.DateTimeField(editable=False, null=True)),
                ('ends_at', models.DateTimeField(editable=False, null=True)),
                ('title', models.CharField(blank=True, max_length=160, verbose_name='what')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='where')),
                ('origin', models.CharField(blank=True, max_length=160, verbose_name='from where')),
                ('destination', models.CharField(blank=True, max_length=160, verbose_name='to where')),
                ('means', models.CharField(blank=True, choices=[('train', 'Train'), ('coach', 'Coach'), ('transit', 'Bus, tram, underground'), ('car', 'Car'), ('shared_car', 'Shared car'), ('plane', 'Plane'), ('boat', 'Boat'), ('bicycle', 'Bicycle'), ('walk', 'On foot'), ('other', 'Other')], max_length=10, verbose_name='by what means')),
                ('reference', models.CharField(blank=True, max_length=80, verbose_name='booking reference')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('proposed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='proposed on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('objective', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='planning', to='internships.smartobjective', verbose_name='objective')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planning', to='internships.placement')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='internships.placementsite', verbose_name='site')),
            ],
            options={
                'verbose_name': 'line of the planning',
                'verbose_name_plural': 'lines of the planning',
                'ordering': ['day', 'start_minute', 'pk'],
                'indexes': [models.Index(fields=['placement', 'day'], name='planning_of_placement')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'activity'), _negated=True), models.Q(('start_minute__lt', models.F('end_minute')), ('until', models.F('day'))), _connector='OR'), name='planning_activity_within_its_day'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('day'))), name='planning_item_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'journey'), models.Q(('origin', ''), _negated=True), models.Q(('destination', ''), _negated=True)), models.Q(models.Q(('kind', 'journey'), _negated=True), models.Q(('title', ''), _negated=True)), _connector='OR'), name='planning_item_says_what'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'lodging')), expressions=[(models.Func(models.F('placement'), models.F('placement'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('day'), models.F('until'), models.Value('[)'), function='daterange'), '&&')], name='planning_one_bed_a_night', violation_error_message='A lodging is noted for one of these nights already.')],
            },
        ),
        migrations.AddConstraint(
            model_name='grantapplication',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'withdrawn')), models.Q(('amount_asked__gt', 0), ('sent_at__isnull', False)), _connector='OR'), name='grant_request_sent_says_how_much'),
        ),
        migrations.AddConstraint(
            model_name='planningitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at__isnull', True), ('kind', 'lodging'), ('starts_at__isnull', True), ('until__gt', models.F('day'))), models.Q(('end_minute__isnull', False), ('end_minute__lte', 1440), ('kind__in', ('activity', 'journey')), ('start_minute__isnull', False), ('start_minute__lt', 1440), ('starts_at__lt', models.F('ends_at'))), _connector='OR'), name='planning_item_has_its_times'),
        ),
        migrations.AddConstraint(
            model_name='planningitem',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind__in', ('activity', 'journey'))), expressions=[(models.Func(models.F('placement'), models.F('placement'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('starts_at'), models.F('ends_at'), models.Value('[)'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='planning_item_never_overlaps', violation_error_message='Something else stands in the planning at that time.'),
        ),
    ]
