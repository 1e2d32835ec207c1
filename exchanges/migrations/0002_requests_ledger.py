import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('exchanges', '0001_space'),
        ('internships', '0009_share_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImmersionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('motivation', models.TextField(blank=True, max_length=3000, verbose_name='why this immersion')),
                ('post', models.CharField(blank=True, max_length=120, verbose_name='post held')),
                ('state', models.CharField(choices=[('visa', 'Waits for the visa'), ('sent', 'With the host structure'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('cancelled', 'Cancelled')], default='visa', editable=False, max_length=10, verbose_name='state')),
                ('holds_seat', models.BooleanField(default=False, editable=False)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked on')),
                ('visa_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address of human resources')),
                ('visa_name', models.CharField(blank=True, max_length=160, verbose_name='who gave the visa')),
                ('visa_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='visa given on')),
                ('visa_comment', models.TextField(blank=True, max_length=1000, verbose_name='words of human resources')),
                ('funding_body', models.CharField(blank=True, max_length=120, verbose_name='funding body of training (OPCO)')),
                ('sent_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sent to the host on')),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='answered on')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='words of the host')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed on')),
                ('proposed_first', models.DateField(blank=True, null=True, verbose_name='first day proposed')),
                ('proposed_last', models.DateField(blank=True, null=True, verbose_name='last day proposed')),
                ('proposed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='proposed on')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='exchanges.immersionoffer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='immersion_requests', to=settings.AUTH_USER_MODEL, verbose_name='professional')),
                ('placement', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='immersion_request', to='internships.placement')),
                ('returns', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='return_legs', to='exchanges.immersionrequest', verbose_name='returns')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='exchanges.exchangespace')),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='exchanges.structure', verbose_name='structure that asks')),
                ('visa_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('window', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='requests', to='exchanges.offerwindow')),
                ('wish', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='requests', to='exchanges.immersionwish')),
            ],
            options={
                'verbose_name': 'request for an immersion',
                'verbose_name_plural': 'requests for an immersion',
                'ordering': ['-asked_at', '-pk'],
                'indexes': [models.Index(fields=['space', 'state'], name='immersion_request_state'), models.Index(fields=['structure', 'state'], name='immersion_request_asked'), models.Index(fields=['person', '-asked_at'], name='immersion_request_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='immersion_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('state__in', ('visa', 'sent', 'accepted'))), fields=('person', 'offer'), name='immersion_asked_once_at_a_time'), models.UniqueConstraint(condition=models.Q(('returns__isnull', False), ('state__in', ('visa', 'sent', 'accepted'))), fields=('returns',), name='immersion_one_return_leg'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), ('placement__isnull', False), _connector='OR'), name='immersion_agreed_has_placement'), models.CheckConstraint(condition=models.Q(('state__in', ('visa', 'sent', 'accepted')), ('holds_seat', False), _connector='OR'), name='immersion_closed_frees_seat'), models.CheckConstraint(condition=models.Q(('proposed_at__isnull', True), models.Q(('proposed_first__isnull', False), ('proposed_last__gte', models.F('proposed_first')), ('state', 'sent')), _connector='OR'), name='immersion_proposal_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('owed', 'Owed: somebody is received'), ('returned', 'Returned: somebody is received in exchange'), ('waived', 'Waived by the pilot'), ('undone', 'Undone: the immersion does not take place')], max_length=8, verbose_name='what')),
                ('amount', models.SmallIntegerField(verbose_name='persons')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='when')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('creditor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger_due', to='exchanges.structure', verbose_name='to whom')),
                ('debtor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger_owed', to='exchanges.structure', verbose_name='who owes')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='exchanges.immersionrequest', verbose_name='immersion')),
                ('settles', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled_by', to='exchanges.ledgerentry')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='exchanges.exchangespace')),
                ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='exchanges.ledgerentry')),
            ],
            options={
                'verbose_name': 'line of the ledger',
                'verbose_name_plural': 'lines of the ledger',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['space', 'creditor', 'debtor'], name='ledger_between_two'), models.Index(fields=['debtor'], name='ledger_of_debtor')],
                'constraints': [models.CheckConstraint(condition=models.Q(('creditor', models.F('debtor')), _negated=True), name='ledger_between_others'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'waived'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='ledger_waiver_says_why')],
            },
        ),
        migrations.AddConstraint(
            model_name='immersionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('refused', 'cancelled')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='immersion_says_why_not'),
        ),
        migrations.AddConstraint(
            model_name='immersionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('sent', 'accepted')), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='immersion_sent_has_date'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount', 1), ('kind', 'owed'), ('settles__isnull', True), ('undoes__isnull', True)), models.Q(('amount', -1), ('kind__in', ('returned', 'waived')), ('settles__isnull', False), ('undoes', None)), models.Q(('amount__in', (-1, 1)), ('kind', 'undone'), ('settles__isnull', True), ('undoes__isnull', False)), _connector='OR'), name='ledger_line_is_whole'),
        ),
    ]
