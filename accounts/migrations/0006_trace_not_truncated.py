from django.db import migrations

# Row triggers do not see TRUNCATE, nor the cascade of one of another table: this one stands before the statement.
FORBID = """
CREATE TRIGGER accounts_auditentry_no_truncate BEFORE TRUNCATE ON accounts_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_forbid_change();
"""
ALLOW = "DROP TRIGGER accounts_auditentry_no_truncate ON accounts_auditentry;"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_names_that_sort")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
