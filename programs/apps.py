from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class ProgramsConfig(AppConfig):
    name = "programs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from programs.ledger import guard
        from programs.monitoring import queries

        connection_created.connect(queries.watch)
        connection_created.connect(guard.watch)
        pre_migrate.connect(guard.pause)
        post_migrate.connect(guard.resume)


class DeskConfig(AdminConfig):
    """Django's admin, with our start page."""

    default_site = "programs.admin_site.DeskSite"
