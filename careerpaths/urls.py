"""Addresses of the whole site: the admin, and everything public from programs.urls."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path(settings.ADMIN_PATH, admin.site.urls),
    path("", include("programs.urls")),
]

handler500 = "programs.api.problems.fault"
