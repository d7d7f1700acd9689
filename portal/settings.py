"""Settings of the portal: one file, every value that differs between machines comes from the environment.

Each variable read here is described in docs/settings.md (a test compares the two).
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal import field_names

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def required(name: str, hint: str) -> str:
    """Return the variable, or stop the start with one sentence that says what to set."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


DEBUG = env.bool("DEBUG", default=False)
# A demonstration copy: published demo accounts are allowed and mail is written to files.
DEMO = env.bool("DEMO", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = required("SECRET_KEY", "Give a long random string, or start with «make run», which makes one.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

INSTALLED_APPS = [
    "portal",
    "practices",
    "publishing",
    "law",
    "catalogue",
    "accounts",
    "places",
    "jobs",
    "modeltranslation",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_prose_editor",
    "django_tasks",
    "portal.apps.TasksConfig",
    "import_export",
]

MIDDLEWARE = [
    "portal.middleware.NoBodyForHead",
    # Headers first, so that every answer bears them, also the refusals of the two classes after them.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.RefuseHostileInput",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.DatabaseOutage",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.middleware.PersonalResponses",
    "portal.middleware.LanguageByAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.LanguageOfStaff",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.RequireSecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
                "portal.context.page",
            ],
        },
    },
]

# --- database -------------------------------------------------------------------------------------

required("DATABASE_URL", "Give the address of a PostgreSQL server, or use «make run» or manage.py, which start one.")
database = env.db_url("DATABASE_URL")
# Empty behind PgBouncer, which refuses start-up options.
database_options = env.str(
    "DATABASE_OPTIONS",
    default="-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
)
DATABASES = {
    "default": {
        **database,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Server-side cursors break behind a transaction pooler.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        # The address may carry options of its own: a socket folder, sslmode.
        "OPTIONS": {
            "connect_timeout": 3,
            **database.get("OPTIONS", {}),
            # Our statements are short and many-sided: to compile one (jit) takes far longer than to run it.
            **({"options": f"-c jit=off {database_options}"} if database_options else {}),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How long visitors may see the home page and lists as they were, and everybody the numbers beside filters, in
# seconds. The page of a practice is never behind its text, remarks and repeats; what it tells of others may be.
KEPT_SECONDS = env.int("KEPT_SECONDS", default=30)
# The table holds rate limits and spreadsheets that wait for «import»; pages never read it. It must hold
# them all: a row thrown out early is a limit forgotten.
CACHES = {
    "default": env.cache_url("CACHE_URL", default="dbcache://portal_cache?max_entries=200000&cull_frequency=10"),
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- languages ------------------------------------------------------------------------------------

# Kyrgyz is the state language: it opens by default and is the first of each pair.
LANGUAGES = [("ky", "Кыргызча"), ("ru", "Русский")]
LANGUAGE_CODE = env.str("DEFAULT_LANGUAGE", default="ky")
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "Asia/Bishkek"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
MODELTRANSLATION_LANGUAGES = ("ky", "ru")
MODELTRANSLATION_DEFAULT_LANGUAGE = "ky"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ky", "ru")
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = field_names.in_language

# --- people ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:profile"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "add_email": "accounts.forms.ChangeEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
PASSWORD_RESET_TIMEOUT = 3600
# Per place (ip), signed-in person (user) or what the action names (key).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,60/h/ip,5/15m/key",
    "login_failed_network": "120/h/key",
    "login_failed_alarm": "3/h/key",
    "login_failed_total": "500/h/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip",
    "reset_letter": "3/h/key",
    "keep_text": "20/h/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Portal MSU"
# Curators reach the admin only with a second factor; the demonstration copy goes without.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not DEMO)
PASSWORD_HASHERS = [
    "accounts.hashers.ThriftyArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "full_name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.validators.NoPortalWords"},
]

SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Browsers do not keep the cookies of two ports apart.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else f"session-{urlsplit(SITE_URL).port or 80}"
CSRF_FAILURE_VIEW = "portal.reading.csrf_failure"

# --- mail -----------------------------------------------------------------------------------------

# All mail goes into the outbox table in the same transaction; the worker delivers it.
EMAIL_BACKEND = "jobs.mail.OutboxBackend"
MAIL_DELIVERY_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend" if DEMO
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)

# --- files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o640
# Off in tests and while developing: files are then served from where they are written.
STATIC_MANIFEST = env.bool("STATIC_MANIFEST", default=not DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "portal.static_files.StaticStorage" if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_MANIFEST
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# Cells that begin like a formula leave as plain text.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# --- security -------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; health checks come in plain
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W008"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # The one style element that the curators' editor makes; the hash changes with its version.
        "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "refusal_in_one_line": {"()": "portal.one_line.RefusalInOneLine"},
        "excess_in_one_line": {"()": "portal.one_line.ExcessInOneLine"},
    },
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "django.request": {"filters": ["refusal_in_one_line"]},
        "django.security.RequestDataTooBig": {"filters": ["excess_in_one_line"]},
        "django.security.TooManyFieldsSent": {"filters": ["excess_in_one_line"]},
        "django.security.TooManyFilesSent": {"filters": ["excess_in_one_line"]},
    },
}
