"""How often one network may ask."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from programs.curation.incoming import mark_of, share_of
from programs.views.visitors import address_of


class NetworkThrottle(SimpleRateThrottle):
    """Lets a network ask `API_RATE` times, and one behind which many may be, some times as often.

    What is kept for that while is a mark, from which no address can be told.
    """

    scope = "api"

    def get_rate(self) -> str | None:
        return settings.API_RATE or None

    def allow_request(self, request: Request, view: APIView) -> bool:
        if self.rate:
            self.num_requests *= share_of(address_of(request))
        return super().allow_request(request, view)

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return f"programs.api.throttling.{mark_of(address_of(request))}"
