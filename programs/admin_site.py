"""The admin site: Django's own, whose start page is the curators' desk.

It stands outside of `programs.admin`, whose modules register themselves with it when they are read.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path


class DeskSite(AdminSite):
    site_header = "Careerpaths"
    site_title = "Careerpaths"
    index_title = "The curators’ desk"

    @property
    def login_form(self) -> type[AdminAuthenticationForm]:
        from programs.admin import second_step  # As below.

        return second_step.LoginForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Refuse who has a second step and has not passed it, however they came to be logged in."""
        from programs.second_step import is_passed

        return super().has_permission(request) and is_passed(request.user)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Count all tries of a network, under whichever names; a password takes time to check."""
        from programs.views.throttling import limited

        view = super().login
        view = limited(view, "login") if request.method == "POST" else view
        return view(request, extra_context)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        from programs.admin import desk  # It can be read only once this site is there.

        return super().index(request, {**desk.context(request), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        from programs.admin import desk_deeds, second_step

        deeds = [
            path(f"desk/{name}/<int:pk>/", self.admin_view(view), name=f"desk_{name}")
            for name, view in desk_deeds.DEEDS.items()
        ]
        publish = self.admin_view(desk_deeds.publish_due)
        own = self.admin_view(second_step.page)
        return [
            *deeds,
            path("desk/publish_due/", publish, name="desk_publish_due"),
            path("second-step/", own, name="second_step"),
            *super().get_urls(),
        ]
