"""django-oauth-toolkit as a provider, in one file: settings, the claims that it lacks by default, addresses,
a client and a user. Arguments: port, client id, redirect address, e-mail, password; the secret is in the
environment."""
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

PORT, CLIENT_ID, REDIRECT_URI, EMAIL, PASSWORD = sys.argv[1:]
APPS = ["admin", "auth", "contenttypes", "sessions", "messages"]


def rsa_key():
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"]}},
    INSTALLED_APPS=[f"django.contrib.{app}" for app in APPS] + ["oauth2_provider"],
    LOGIN_URL="/admin/login/",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": rsa_key(),
        "OAUTH2_VALIDATOR_CLASS": "__main__.Validator",
        "SCOPES": {"openid": "", "email": "", "profile": ""},
    },
    ROOT_URLCONF="__main__",
    SECRET_KEY=os.urandom(16).hex(),
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]},
    }],
    USE_TZ=True,
)
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.models import Application  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402


class Validator(OAuth2Validator):
    oidc_claim_scope = None

    def get_additional_claims(self, request):
        return {"email": request.user.email, "email_verified": True}


urlpatterns = [
    path("admin/", admin.site.urls),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]

call_command("migrate", verbosity=0)
user = User.objects.create_superuser(EMAIL, EMAIL, PASSWORD)
Application.objects.create(
    client_id=CLIENT_ID,
    client_secret=os.environ["CLIENT_SECRET"],
    client_type=Application.CLIENT_CONFIDENTIAL,
    authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
    redirect_uris=REDIRECT_URI,
    algorithm=Application.RS256_ALGORITHM,
    user=user,
)
call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, skip_checks=True)
