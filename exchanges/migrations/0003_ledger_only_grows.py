from django.db import migrations

# The function of the trace: `accounts_forbid_change` names the table and the operation it refuses.
FORBID = """
CREATE TRIGGER exchanges_ledgerentry_append_only BEFORE UPDATE OR DELETE ON exchanges_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION accounts_forbid_change();
CREATE TRIGGER exchanges_ledgerentry_no_truncate BEFORE TRUNCATE ON exchanges_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_forbid_change();
"""
ALLOW = """
DROP TRIGGER exchanges_ledgerentry_append_only ON exchanges_ledgerentry;
DROP TRIGGER exchanges_ledgerentry_no_truncate ON exchanges_ledgerentry;
"""


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0002_requests_ledger"), ("accounts", "0003_append_only_trace")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
