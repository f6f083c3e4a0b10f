from django.http import HttpRequest, HttpResponse


def program(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()
