import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0008_grant_manager'),
        ('accounts', '__first__'),
        ('documents', '0003_site_pages'),
        ('hosts', '0010_resting'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExchangeSpace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name of the space')),
                ('introduction', models.TextField(blank=True, max_length=4000, verbose_name='introduction')),
                ('image_words', models.CharField(blank=True, max_length=200, verbose_name='what the picture shows')),
                ('least_days', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='days at least')),
                ('most_days', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='days at most')),
                ('reciprocity_required', models.BooleanField(default=True, verbose_name='who asks must offer in return')),
                ('ring_size', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(6)], verbose_name='structures in a ring at most')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='opened on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='picture')),
                ('pilot', models.OneToOneField(limit_choices_to={'kind': 'network'}, on_delete=django.db.models.deletion.PROTECT, related_name='exchange_space', to='accounts.organisation', verbose_name='run by')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.territory', verbose_name='territory')),
            ],
            options={
                'verbose_name': 'space of exchanges',
                'verbose_name_plural': 'spaces of exchanges',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('least_days__gte', 1), ('most_days__gte', models.F('least_days')), ('most_days__lte', 10)), name='space_days_in_order'), models.CheckConstraint(condition=models.Q(('ring_size__range', (2, 6))), name='space_ring_size_in_range'), models.CheckConstraint(condition=models.Q(('image__isnull', True), models.Q(('image_words', ''), _negated=True), _connector='OR'), name='space_image_is_told')],
            },
        ),
        migrations.CreateModel(
            name='ImmersionOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for the pilot'), ('published', 'Published'), ('returned', 'Sent back to be completed'), ('closed', 'Closed')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('state_reason', models.CharField(blank=True, editable=False, max_length=1000, verbose_name='reason')),
                ('title', models.CharField(blank=True, max_length=140, verbose_name='title')),
                ('place_details', models.CharField(blank=True, max_length=200, verbose_name='where exactly')),
                ('observable_missions', models.TextField(blank=True, max_length=4000, verbose_name='missions that can be observed')),
                ('observable_posts', models.TextField(blank=True, max_length=2000, verbose_name='posts that can be observed')),
                ('observer_profile', models.TextField(blank=True, max_length=2000, verbose_name='profile of the observer')),
                ('period_details', models.CharField(blank=True, max_length=300, verbose_name='about the periods')),
                ('least_days', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='days at least')),
                ('most_days', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='days at most')),
                ('contents', models.TextField(blank=True, max_length=4000, verbose_name='what is proposed')),
                ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='contact')),
                ('contact_function', models.CharField(blank=True, max_length=120, verbose_name='function')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('contact_telephone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('support_details', models.CharField(blank=True, max_length=500, verbose_name='about the documents')),
                ('conditions', models.TextField(blank=True, max_length=2000, verbose_name='particular conditions')),
                ('effects_structure', models.TextField(blank=True, max_length=2000, verbose_name='effects expected for the structure')),
                ('effects_person', models.TextField(blank=True, max_length=2000, verbose_name='effects expected for the person received')),
                ('written_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='written on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created on')),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sent on')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published on')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('edited_from', models.CharField(blank=True, editable=False, max_length=32)),
                ('vector', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copies', to='exchanges.immersionoffer')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hosts.hostsite', verbose_name='establishment or place')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ],
            options={
                'verbose_name': 'offer of immersion',
                'verbose_name_plural': 'offers of immersion',
                'ordering': ['-pk'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['vector'], name='immersion_offer_vector')],
                'constraints': [models.CheckConstraint(condition=models.Q(('least_days__gte', 1), ('most_days__gte', models.F('least_days')), ('most_days__lte', 10)), name='immersion_offer_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='immersion_offer_published_date'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='immersion_offer_sent_has_date'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('state_reason', ''), _negated=True), _connector='OR'), name='immersion_offer_returned_why')],
            },
        ),
        migrations.CreateModel(
            name='OfferAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='exchanges.immersionoffer')),
            ],
            options={
                'verbose_name': 'document of an offer of immersion',
                'verbose_name_plural': 'documents of offers of immersion',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OfferStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=20)),
                ('source', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for the pilot'), ('published', 'Published'), ('returned', 'Sent back to be completed'), ('closed', 'Closed')], max_length=10)),
                ('target', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for the pilot'), ('published', 'Published'), ('returned', 'Sent back to be completed'), ('closed', 'Closed')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('comment', models.CharField(blank=True, max_length=1000, verbose_name='why')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='exchanges.immersionoffer')),
            ],
            options={
                'verbose_name': 'step of an offer of immersion',
                'verbose_name_plural': 'steps of offers of immersion',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('target', 'returned'), _negated=True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='immersion_offer_step_says_why')],
            },
        ),
        migrations.CreateModel(
            name='OfferWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField(verbose_name='from')),
                ('end', models.DateField(verbose_name='until')),
                ('seats', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='seats')),
                ('taken', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='seats taken')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='windows', to='exchanges.immersionoffer')),
            ],
            options={
                'verbose_name': 'period of an offer of immersion',
                'verbose_name_plural': 'periods of offers of immersion',
                'ordering': ['start', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='offer_window_ends_after_start'), models.CheckConstraint(condition=models.Q(('seats__gte', 1), ('taken__gte', 0), ('taken__lte', models.F('seats'))), name='offer_window_never_overbooked')],
            },
        ),
        migrations.CreateModel(
            name='Structure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Waiting for an answer'), ('approved', 'Approved'), ('refused', 'Refused'), ('left', 'No longer takes part')], default='asked', editable=False, max_length=10, verbose_name='state')),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='why it wants to take part')),
                ('funding_body', models.CharField(blank=True, max_length=120, verbose_name='funding body of training (OPCO)')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked on')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided on')),
                ('reason', models.CharField(blank=True, editable=False, max_length=1000, verbose_name='reason')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_structures', to='hosts.hostinstitution', verbose_name='structure')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='structures', to='exchanges.exchangespace')),
            ],
            options={
                'verbose_name': 'structure of a space',
                'verbose_name_plural': 'structures of a space',
                'ordering': ['institution__organisation__sort_name', 'pk'],
                'indexes': [models.Index(fields=['space', 'state'], name='structure_by_state')],
                'constraints': [models.UniqueConstraint(fields=('space', 'institution'), name='structure_once_per_space'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='structure_refused_says_why'), models.CheckConstraint(condition=models.Q(('state', 'asked'), ('decided_at__isnull', False), _connector='OR'), name='structure_decided_has_a_date')],
            },
        ),
        migrations.CreateModel(
            name='ImmersionWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.CharField(blank=True, max_length=160, verbose_name='post')),
                ('text', models.TextField(max_length=2000, verbose_name='what I would like to discover')),
                ('days', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='number of days')),
                ('state', models.CharField(choices=[('open', 'Open'), ('served', 'Came true'), ('withdrawn', 'Withdrawn')], default='open', editable=False, max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed on')),
                ('vector', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='immersion_wishes', to=settings.AUTH_USER_MODEL)),
                ('sectors', models.ManyToManyField(blank=True, related_name='+', to='hosts.sector', verbose_name='sectors')),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='exchanges.structure')),
                ('structures', models.ManyToManyField(blank=True, related_name='wanted_by', to='exchanges.structure', verbose_name='structures')),
            ],
            options={
                'verbose_name': 'wish of immersion',
                'verbose_name_plural': 'wishes of immersion',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['structure', 'state'], name='immersion_wish_state'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['vector'], name='immersion_wish_vector')],
                'constraints': [models.CheckConstraint(condition=models.Q(('days__range', (1, 10))), name='immersion_wish_days_in_range'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='immersion_wish_closed_has_date')],
            },
        ),
        migrations.AddField(
            model_name='immersionoffer',
            name='structure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='exchanges.structure'),
        ),
        migrations.CreateModel(
            name='StructureStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=20)),
                ('source', models.CharField(blank=True, choices=[('asked', 'Waiting for an answer'), ('approved', 'Approved'), ('refused', 'Refused'), ('left', 'No longer takes part')], max_length=10)),
                ('target', models.CharField(choices=[('asked', 'Waiting for an answer'), ('approved', 'Approved'), ('refused', 'Refused'), ('left', 'No longer takes part')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('comment', models.CharField(blank=True, max_length=1000, verbose_name='why')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='exchanges.structure')),
            ],
            options={
                'verbose_name': 'step of a structure',
                'verbose_name_plural': 'steps of structures',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('target', 'refused'), _negated=True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='structure_step_says_why')],
            },
        ),
        migrations.CreateModel(
            name='WishWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField(verbose_name='from')),
                ('end', models.DateField(verbose_name='until')),
                ('wish', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='windows', to='exchanges.immersionwish')),
            ],
            options={
                'verbose_name': 'period of a wish',
                'verbose_name_plural': 'periods of wishes',
                'ordering': ['start', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='wish_window_ends_after_start')],
            },
        ),
        migrations.AddIndex(
            model_name='immersionoffer',
            index=models.Index(fields=['structure', 'state'], name='immersion_offer_state'),
        ),
    ]
