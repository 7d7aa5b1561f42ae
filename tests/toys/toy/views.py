from django.http import Http404, HttpResponse

from tests.toys.toy.models import Toy


def toys(request):
    return HttpResponse("\n".join(toy.title for toy in Toy.objects.visible_to(request.user)))


def toy(request, number):
    found = Toy.objects.visible_to(request.user).filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise Http404
    return HttpResponse(found.title)
