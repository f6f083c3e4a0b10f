"""Settings of Careerpaths, for every environment.

Everything that differs between machines comes from environment variables, or from the file
`.env` beside manage.py; `.env.example` explains each. Without any of them this file describes
production and refuses to start until it is told the rest.
"""

import re
import warnings
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from careerpaths.databases import databases_of
from careerpaths.errors import report_errors
from careerpaths.logs import logging_of

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
# Real environment variables win over the file.
env.read_env(BASE_DIR / ".env", recurse=False)

# --- Local or production ---------------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
LOCAL_SECRET_KEY = "django-insecure-for-local-use-only"  # nosec B105 # refused in production

SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [])

if DEBUG:
    SECRET_KEY = SECRET_KEY or LOCAL_SECRET_KEY
    ALLOWED_HOSTS = ALLOWED_HOSTS or LOCAL_HOSTS
    # A public site must never show its settings and tracebacks, nor sign with a public key.
    if public := sorted(set(ALLOWED_HOSTS) - set(LOCAL_HOSTS)):
        raise ImproperlyConfigured(
            f"DEBUG is true, but ALLOWED_HOSTS names {', '.join(public)}. With DEBUG the site "
            f"answers only to {', '.join(LOCAL_HOSTS)}: set DEBUG=false, or remove the other hosts."
        )
else:
    needed = {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": ALLOWED_HOSTS}
    if missing := [name for name, value in needed.items() if not value]:
        raise ImproperlyConfigured(
            f"{' and '.join(missing)} must be set in production. Set the environment as "
            ".env.example explains. For local use, `make install` writes a .env with DEBUG=true."
        )
    if SECRET_KEY == LOCAL_SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY is the public key for local use: set your own.")

# Where the site is found, as it says when it asks other sites whether a link still answers.
SITE_URL = env.str("SITE_URL", "").rstrip("/")
if not SITE_URL and not DEBUG:
    # A pattern of hosts is not an address.
    named = [host for host in ALLOWED_HOSTS if host and not host.startswith(("*", "."))]
    SITE_URL = f"https://{named[0]}" if named else ""

# --- Application -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "programs.apps.ProgramsConfig",
    "programs.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before staticfiles: runserver then serves files the way production does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "drf_spectacular",
    "django_countries",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_otp_webauthn",
]

MIDDLEWARE = [
    # First what sets headers, so that they are on files, redirects and errors too.
    "careerpaths.security.headers",
    "careerpaths.security.heads",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before what looks at hosts and schemes: load balancers ask over plain HTTP, by whatever name.
    "programs.views.health.Watched",
    # What comes after it is in the log.
    "programs.monitoring.requests.Requests",
    "django.middleware.security.SecurityMiddleware",
    "careerpaths.security.Bounds",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "programs.views.outage.Outages",
    # Last: it answers in place of a login page that a lockout has closed.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "careerpaths.urls"
WSGI_APPLICATION = "careerpaths.wsgi.application"
ADMIN_PATH = (env.str("ADMIN_PATH", "").strip("/") or "admin") + "/"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Cache -----------------------------------------------------------------------------------

# Of small and passing things. Processes that serve one site share it if they are given a directory.
_CACHE_DIR = env.str("CACHE_DIR", "")
_FILES, _MEMORY = "filebased.FileBasedCache", "locmem.LocMemCache"
CACHES = {
    "default": {
        "BACKEND": f"django.core.cache.backends.{_FILES if _CACHE_DIR else _MEMORY}",
        "LOCATION": _CACHE_DIR,
    },
    # How often networks ask. Each process counts for itself, in memory: this is on every page, and
    # a limit need not be exact.
    "limits": {
        "BACKEND": f"django.core.cache.backends.{_MEMORY}",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}

# --- Database --------------------------------------------------------------------------------

DATABASES = databases_of(
    env.str("DATABASE_URL", "") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}",
    env.list("DATABASE_REPLICA_URLS", []),
    pool_max=env.int("DATABASE_POOL_MAX", 8),
)
# Where public pages may be read from.
DATABASE_REPLICAS = [alias for alias in DATABASES if alias != "default"]
DATABASE_ROUTERS = ["programs.reading.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Accounts: only curators and staff have one ----------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# The visitor behind the proxy, as the other limits see them.
AXES_CLIENT_IP_CALLABLE = "programs.views.visitors.address_or_none"
# The pair: a name alone would let a stranger lock a curator out, and an address alone all who
# share it. Who tries many names meets LOGIN_RATE.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Failed attempts are kept: without what could still let somebody in. Passwords are left out anyway.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "passkey"]

# What an authenticator app calls the account.
OTP_TOTP_ISSUER = "Careerpaths"

# Passkeys belong to the name of the site and come after the password. Without a name this is local
# use: at http://localhost:8000, since browsers refuse 127.0.0.1.
OTP_WEBAUTHN_RP_NAME = "Careerpaths"
OTP_WEBAUTHN_RP_ID = urlsplit(SITE_URL).hostname or "localhost"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [f"https://{OTP_WEBAUTHN_RP_ID}"]
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False

# --- Security --------------------------------------------------------------------------------

# Local use has no certificate; everything else is for HTTPS.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", not DEBUG)
SECURE_HSTS_SECONDS = 0 if DEBUG else env.int("SECURE_HSTS_SECONDS", 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    # Browsers take these names only over HTTPS and from this very host.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
# Only for a proxy that always sets or strips this header: otherwise visitors could forge it.
if proxy_header := env.str("SECURE_PROXY_SSL_HEADER", ""):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{proxy_header.upper().replace('-', '_')}", "https")
# The same goes for this one: with it, the limits of reports count visitors, not the proxy.
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", "")
# An address can hold what visitors say about themselves: other sites never see it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Where people write who found a weakness: mailto:, https: or tel:. Told in security.txt.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "")
if SECURITY_CONTACT and not SECURITY_CONTACT.startswith(("mailto:", "https://", "tel:")):
    raise ImproperlyConfigured(
        f"SECURITY_CONTACT is “{SECURITY_CONTACT}”. Write mailto:, https:// or tel: and an address."
    )

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: small icons inside style sheets
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- How often one network may ask; blank without a limit --------------------------------------


def rate_from(name: str, told: str, default: str) -> str:
    """Return the rate `told`, `default` if blank, or blank if it is off.

    Raises ImproperlyConfigured.
    """
    rate = told or default
    if not re.fullmatch(r"off|[1-9][0-9]*/(second|minute|hour|day)", rate):
        raise ImproperlyConfigured(
            f"{name} is “{rate}”. Write a number and second, minute, hour or day, such as "
            f"{default}; or off for no limit."
        )
    return rate.removeprefix("off")


API_RATE = rate_from("API_RATE", env.str("API_RATE", ""), "300/minute")
PAGE_RATE = rate_from("PAGE_RATE", env.str("PAGE_RATE", ""), "600/minute")
FILE_RATE = rate_from("FILE_RATE", env.str("FILE_RATE", ""), "60/minute")
LOGIN_RATE = rate_from("LOGIN_RATE", env.str("LOGIN_RATE", ""), "30/minute")

# --- API -------------------------------------------------------------------------------------

# Who asks is nobody: no account, no session, no cookie, and nothing to write.
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,  # `format` is a filter: how a program takes place.
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Careerpaths",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": "Programs that lead into machine learning, read-only.",
    # As they stand in urls.py, and as the page has its filters.
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    # Vocabularies that several fields share, by the name that the schema gives them.
    "ENUM_NAME_OVERRIDES": {
        "AnswerEnum": "programs.eligibility.ANSWERS",
        "LevelEnum": "programs.choices.Level",
        "StatusEnum": "programs.choices.Status",
    },
}
# Pages of any site may read the API, and nothing else; its documentation is a page like others.
CORS_URLS_REGEX = r"^/api/v1/."
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]

# --- Static files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Production needs `manage.py collectstatic`; names carry a hash of the content, so that
        # browsers keep files for good.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Said here, because tests turn DEBUG off after this file has been read.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
# One language: looking up translations would take a tenth of the time of a page.
USE_I18N = False
USE_TZ = True
TIME_ZONE = env.str("SITE_TIME_ZONE", "UTC")
COUNTRIES_OVERRIDE = {"US": "United States"}

# Addresses typed without a scheme are https. Django 6 does so by itself, and 5.2 warns whoever
# asks for it early; both lines go with Django 6.
warnings.filterwarnings("ignore", "The FORMS_URLFIELD_ASSUME_HTTPS transitional setting")
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- Logging ---------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", "INFO").upper()
LOGGING = logging_of(LOG_LEVEL, for_people=DEBUG)

# --- Monitoring ------------------------------------------------------------------------------

# Who scrapes /metrics says it; without one there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
# Queries that take so long are in the log; 0 for none.
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", 500)
if sentry_dsn := env.str("SENTRY_DSN", ""):
    report_errors(sentry_dsn)

# --- Limits of an import: beyond them a file is refused with a sentence ----------------------

IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", 500 * 1024 * 1024)
IMPORT_MAX_ROWS = env.int("IMPORT_MAX_ROWS", 1_000_000)
# In a browser somebody waits for the answer.
IMPORT_UPLOAD_MAX_BYTES = env.int("IMPORT_UPLOAD_MAX_BYTES", 20 * 1024 * 1024)
IMPORT_UPLOAD_MAX_ROWS = env.int("IMPORT_UPLOAD_MAX_ROWS", 50_000)
IMPORT_MAX_COLUMNS = env.int("IMPORT_MAX_COLUMNS", 200)
IMPORT_MAX_CELL_CHARACTERS = env.int("IMPORT_MAX_CELL_CHARACTERS", 32_768)
# A workbook is an archive: how large it may become, and how many times its size.
IMPORT_MAX_UNPACKED_BYTES = env.int("IMPORT_MAX_UNPACKED_BYTES", 200 * 1024 * 1024)
IMPORT_MAX_UNPACKED_RATIO = env.int("IMPORT_MAX_UNPACKED_RATIO", 100)
# Days for which the bytes of an uploaded file are kept. Its batch stays, with what each row did.
IMPORT_KEEP_DAYS = env.int("IMPORT_KEEP_DAYS", 180)

# --- Checks of links -------------------------------------------------------------------------

# Places on this machine that may be asked besides the public internet, to try it out.
LINK_CHECK_ALLOW = env.list("LINK_CHECK_ALLOW", [])
if LINK_CHECK_ALLOW and not DEBUG:
    raise ImproperlyConfigured(
        "LINK_CHECK_ALLOW is for trials with DEBUG=true: a public site asks public addresses only. "
        "Remove it."
    )
