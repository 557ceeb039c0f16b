"""A Django site in one file, for gunicorn: `latchkey_site:application`. Its users come from latchkey_user.py."""

import os

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import re_path

settings.configure(
    SECRET_KEY=os.urandom(16).hex(),
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["SITE_DATABASE"]}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.RemoteUserBackend"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "latchkey_user.LatchkeyUser",
    ],
)


def page(request):
    return HttpResponse(
        f"""<!doctype html>
<title>Django</title>
<p id="user">{request.user.username}</p>
<p id="written">{request.POST.get("text", "")}</p>
<form method="post">
  <input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">
  <input name="text">
  <button>Send</button>
</form>"""
    )


urlpatterns = [re_path("", page)]
django.setup()
call_command("migrate", verbosity=0)
application = get_wsgi_application()
