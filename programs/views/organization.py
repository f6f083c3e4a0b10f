from django.http import HttpRequest, HttpResponse


def organization(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()
