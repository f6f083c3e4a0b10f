from django.http import HttpRequest, HttpResponse


def guides(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def guide(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()
