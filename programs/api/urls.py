from django.urls import path, re_path

from programs.api.base import Nowhere
from programs.api.documentation import Schema, documentation
from programs.api.views import (
    Facets,
    FindMyPath,
    OneOrganization,
    OneProgram,
    Organizations,
    Programs,
)

urlpatterns = [
    path("", documentation, name="api"),
    path("schema/", Schema.as_view(), name="api-schema"),
    # In the order of the documentation.
    path("programs/", Programs.as_view(), name="api-programs"),
    path("programs/<slug:slug>/", OneProgram.as_view(), name="api-program"),
    path("facets/", Facets.as_view(), name="api-facets"),
    path("organizations/", Organizations.as_view(), name="api-organizations"),
    path("organizations/<slug:slug>/", OneOrganization.as_view(), name="api-organization"),
    path("match/", FindMyPath.as_view(), name="api-match"),
    # Whatever it holds, line breaks too; without a slash at its end, Django leads to one with it.
    re_path(r"^[\s\S]*/$", Nowhere.as_view()),
]
