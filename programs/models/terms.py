"""What programs are tagged with: topics, roles they lead to, audiences, and places."""

from django.db import models
from django_countries.fields import CountryField

from programs.models.constraints import rule, stated
from programs.places import place_words

_CAPITALS = {word.lower(): word for word in ("AI", "ML", "NLP", "MLOps", "STEM", "PhD", "Africa")}


class Term(models.Model):
    """A tag. The slug stands in files, addresses and the ledger and never changes; the name may."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def name_for(slug: str) -> str:
        """Return the name that a new term gets from its slug: `ai-safety` reads `AI safety`."""
        words = [_CAPITALS.get(word, word) for word in slug.split("-")]
        return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


class Topic(Term):
    """What a program is about."""

    class Meta:
        constraints = [stated("topic", "slug"), stated("topic", "name")]


class Role(Term):
    """Work that a program leads to."""

    class Meta:
        constraints = [stated("role", "slug"), stated("role", "name")]


class Audience(Term):
    """Whom a program is meant for."""

    class Meta:
        constraints = [stated("audience", "slug"), stated("audience", "name")]


class Location(models.Model):
    """A city in a country, a country alone, or (both blank) anywhere: remote."""

    REMOTE = "remote"

    city = models.CharField(
        max_length=80, blank=True, help_text="Blank for the country as a whole, and for remote."
    )
    country = CountryField(blank=True, help_text="Blank for remote.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="location_once",
                fields=["city", "country"],
                violation_error_message="This place is on the list already.",
            ),
            rule(
                "location_city_has_country",
                models.Q(city="") | ~models.Q(country=""),
                "A city needs its country.",
            ),
            rule(
                "location_city_in_one_cell",
                ~models.Q(city__contains=";"),
                "A city’s name has no semicolon: files separate places with it.",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def key(self) -> str:
        """The place as files write it: `Toronto, CA`, `CA` or `remote`."""
        return ", ".join(filter(None, [self.city, self.country.code])) or self.REMOTE

    @classmethod
    def parts(cls, key: str) -> dict[str, str]:
        """Return city and country of a place's key, both blank for remote."""
        city, _, country = key.rpartition(", ")
        return {"city": city, "country": "" if key == cls.REMOTE else country}

    @property
    def words(self) -> str:
        """The place as a page says it: `Toronto, Canada`, `Singapore` or `Remote`."""
        return place_words(self.city, self.country.code)
