from django.db import migrations

FORBID = """
CREATE FUNCTION accounts_forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER accounts_auditentry_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION accounts_forbid_change();
"""
ALLOW = """
DROP TRIGGER accounts_auditentry_append_only ON accounts_auditentry;
DROP FUNCTION accounts_forbid_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_traces_and_links")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
