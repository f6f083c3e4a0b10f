import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_MODELS = {
    "alias": "alias",
    "applicationround": "application round",
    "audience": "audience",
    "change": "change",
    "check": "check",
    "evidence": "evidence",
    "guide": "guide",
    "importbatch": "import batch",
    "linkcheck": "link check",
    "location": "location",
    "organization": "organization",
    "program": "program",
    "redirect": "redirect",
    "report": "report",
    "role": "role",
    "rowchange": "row change",
    "topic": "topic",
}
_DJANGO = ("add", "change", "delete", "view")
_OWN = {
    "apply_importbatch": "Can apply and undo imports",
    "publish_program": "Can publish and archive programs",
}
_TERMS = ("alias", "audience", "guide", "location", "organization", "role", "topic")
_VIEWED = {f"view_{model}" for model in _MODELS}
_CURATED = (
    {f"{action}_{model}" for action in ("add", "change", "delete") for model in _TERMS}
    | {f"{action}_{model}" for action in _DJANGO for model in ("applicationround", "evidence")}
    | {"add_program", "change_program", "publish_program", "add_check", "change_report"}
)
_IMPORTED = {"add_importbatch", "change_importbatch", "apply_importbatch"}
_ROLES = {
    "Viewers": _VIEWED,
    "Curators": _VIEWED | _CURATED,
    "Importers": _VIEWED | _IMPORTED,
    "Administrators": _VIEWED | _CURATED | _IMPORTED,
}


def make_roles(apps, schema_editor):
    """Make a group for each role, with what it may do of what this site is about.

    On a new database Django makes permissions only after all migrations: these come before.
    Administrators see to people and groups as well.
    """
    alias = schema_editor.connection.alias
    types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    groups = apps.get_model("auth", "Group").objects.using(alias)

    def permission(app, model, codename, name):
        kind, _ = types.get_or_create(app_label=app, model=model)
        found, _ = permissions.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        return found

    known = {
        f"{action}_{model}": permission(
            "programs", model, f"{action}_{model}", f"Can {action} {name}"
        )
        for model, name in _MODELS.items()
        for action in _DJANGO
    }
    known |= {
        codename: permission("programs", codename.partition("_")[2], codename, name)
        for codename, name in _OWN.items()
    }
    for role, codenames in _ROLES.items():
        group, _ = groups.get_or_create(name=role)
        group.permissions.add(*(known[codename] for codename in sorted(codenames)))
    people = [
        permission("auth", model, f"{action}_{model}", f"Can {action} {model}")
        for model, actions in {"user": ("add", "change", "view"), "group": ("view",)}.items()
        for action in actions
    ]
    groups.get(name="Administrators").permissions.add(*people)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("programs", "0004_importers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="program",
            options={"permissions": [("publish_program", "Can publish and archive programs")]},
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claim",
                        to="programs.program",
                    ),
                ),
            ],
        ),
        # Who has been put into a group stays in it.
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
