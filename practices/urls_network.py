"""Addresses of innovations, articles and testimonials (E16 to E18, S12, T14)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from practices.views import articles, innovations, innovations_own, innovations_queue, testimonials

innovation_urls: list[URLPattern | URLResolver] = [
    path("innovations/", innovations.innovation_list, name="innovations"),
    path("innovations/raconter/", innovations_own.innovation_new, name="innovation_new"),
    path("innovations/<slug:slug>/", innovations.innovation, name="innovation"),
    path("innovations/<slug:slug>/pdf/", innovations.innovation_pdf, name="innovation_pdf"),
    path("mes-innovations/", innovations_own.my_innovations, name="my_innovations"),
    path("mes-innovations/<int:pk>/", innovations_own.innovation_sheet, name="innovation_sheet"),
    path("mes-innovations/<int:pk>/ecrire/", innovations_own.innovation_write, name="innovation_write"),
    path("mes-innovations/<int:pk>/equipe/", innovations_own.innovation_team, name="innovation_team"),
    re_path(
        r"^mes-innovations/(?P<pk>[0-9]+)/equipe/(?P<what>photo|[0-9]{1,9})/retirer/$",
        innovations_own.innovation_drop,
        name="innovation_drop",
    ),
    path("mes-innovations/<int:pk>/accord/", innovations_own.innovation_agree, name="innovation_agree"),
    path("mes-innovations/<int:pk>/entretien.ics", innovations_own.innovation_event, name="innovation_event"),
    path("mes-innovations/<int:pk>/etat/<slug:action>/", innovations_own.innovation_act, name="innovation_act"),
    path("validation/innovations/", innovations_queue.innovation_queue, name="innovation_queue"),
    path("validation/innovations/<int:pk>/", innovations_queue.innovation_examine, name="innovation_examine"),
]
article_urls: list[URLPattern | URLResolver] = [
    path("articles/", articles.article_list, name="articles"),
    path("articles/gestion/", articles.article_kept, name="article_kept"),
    path("articles/nouveau/", articles.article_write, name="article_new"),
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("articles/<slug:slug>/modifier/", articles.article_write, name="article_edit"),
    re_path(
        r"^articles/(?P<slug>[-\w]+)/(?P<action>publier|retirer|supprimer)/$",
        articles.article_act,
        name="article_act",
    ),
]
testimonial_urls: list[URLPattern | URLResolver] = [
    path("temoignages/", testimonials.testimonial_list, name="testimonials"),
    path("temoignages/ecrire/", testimonials.testimonial_write, name="testimonial_write"),
    path("mes-temoignages/", testimonials.my_testimonials, name="my_testimonials"),
    path("mes-temoignages/<int:pk>/retirer/", testimonials.testimonial_withdraw, name="testimonial_withdraw"),
    path("validation/temoignages/", testimonials.testimonial_queue, name="testimonial_queue"),
]
network_urls = [*innovation_urls, *article_urls, *testimonial_urls]
