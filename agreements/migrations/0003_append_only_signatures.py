from django.db import migrations

# The function of the trace: `accounts_forbid_change` names the table and the operation it refuses.
FORBID = """
CREATE TRIGGER agreements_signature_append_only BEFORE UPDATE OR DELETE ON agreements_signature
    FOR EACH ROW EXECUTE FUNCTION accounts_forbid_change();
"""
ALLOW = "DROP TRIGGER agreements_signature_append_only ON agreements_signature;"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_initial"), ("accounts", "0003_append_only_trace")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
