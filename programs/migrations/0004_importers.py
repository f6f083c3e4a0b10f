from django.db import migrations

GROUP = "Importers"
_PERMISSIONS = {
    "importbatch": {
        "add_importbatch": "Can add import batch",
        "change_importbatch": "Can change import batch",
        "view_importbatch": "Can view import batch",
        "apply_importbatch": "Can apply and undo imports",
    },
    "rowchange": {"view_rowchange": "Can view row change"},
    "program": {"view_program": "Can view program"},
}


def make_group(apps, schema_editor):
    """Make the group of those who import files.

    On a new database Django makes permissions only after all migrations: these come before.
    """
    alias = schema_editor.connection.alias
    types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=GROUP)
    for model, wanted in _PERMISSIONS.items():
        kind, _ = types.get_or_create(app_label="programs", model=model)
        for codename, name in wanted.items():
            permission, _ = permissions.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("programs", "0003_import_plans"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="importbatch",
            options={
                "permissions": [("apply_importbatch", "Can apply and undo imports")],
                "verbose_name_plural": "import batches",
            },
        ),
        # Who has been put into the group stays in it.
        migrations.RunPython(make_group, migrations.RunPython.noop),
    ]
