"""The admin of guides, and of spellings and addresses that were settled once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from programs import choices
from programs.admin.base import CuratedAdmin
from programs.admin.shown import ShownAdmin
from programs.models import Alias, Guide, Program, Redirect


class GuideForm(forms.ModelForm):
    """A guide; its lists have the shape that its page relies on."""

    def clean_lists(self) -> Any:
        lists = self.cleaned_data["lists"] or []
        if not isinstance(lists, list) or not all(map(_is_live_list, lists)):
            raise ValidationError(
                'Write a list of headings and queries: [{"heading": "…", "query": "degree=none"}].'
            )
        return lists

    def clean_essay_programs(self) -> Any:
        slugs = self.cleaned_data["essay_programs"] or []
        if not isinstance(slugs, list) or not all(isinstance(slug, str) for slug in slugs):
            raise ValidationError('Write a list of slugs: ["insight-data-science", "…"].')
        known = Program.objects.filter(slug__in=slugs).values_list("slug", flat=True)
        if missing := sorted(set(slugs) - set(known)):
            raise ValidationError(f"No program has the slug {', '.join(missing)}.")
        return slugs


def _is_live_list(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and set(item) == {"heading", "query"}
        and all(isinstance(text, str) for text in item.values())
    )


@admin.register(Guide)
class GuideAdmin(ShownAdmin):
    form = GuideForm
    key_fields = ("slug",)
    prepopulated_fields = {"slug": ("title",)}
    fields = (
        "title",
        "slug",
        ("publication", "position"),
        "summary",
        "body",
        "lists",
        "essay_programs",
    )
    list_display = ("title", "slug", "publication", "position")
    list_filter = ("publication",)
    ordering = ("position", "title", "pk")
    search_fields = ("title", "summary", "body", "slug")
    search_help_text = "Title, text or slug"
    save_on_top = True

    def view_on_site(self, guide: Guide) -> str | None:
        """Return its address, None while visitors may not see it."""
        published = guide.publication == choices.Publication.PUBLISHED
        return guide.get_absolute_url() if published else None


@admin.register(Alias)
class AliasAdmin(CuratedAdmin):
    fields = ("kind", "text", "target")
    list_display = ("text", "target", "kind", "by", "at")
    list_filter = ("kind",)
    list_select_related = ("by",)
    ordering = ("text", "pk")
    search_fields = ("text", "target")
    search_help_text = "Spelling or meaning"

    def save_model(
        self, request: HttpRequest, obj: Alias, form: forms.ModelForm, change: bool
    ) -> None:
        """Sign it: whoever settles a spelling last."""
        obj.by = request.user
        super().save_model(request, obj, form, change)


class RedirectForm(forms.ModelForm):
    def clean_old_slug(self) -> str:
        slug = self.cleaned_data["old_slug"]
        if Program.objects.filter(slug=slug).exists():
            raise ValidationError("A program has this slug: its page would not be found anymore.")
        return slug


@admin.register(Redirect)
class RedirectAdmin(ShownAdmin):
    form = RedirectForm
    key_fields = ("old_slug",)
    fields = ("old_slug", "program")
    autocomplete_fields = ("program",)
    list_display = ("old_slug", "program", "at")
    list_select_related = ("program",)
    ordering = ("old_slug",)
    search_fields = ("old_slug", "program__slug", "program__name")
    search_help_text = "Old slug or program"
