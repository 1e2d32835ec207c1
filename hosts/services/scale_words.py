"""Words that `seed_scale` makes hosts and offers of: fictional names, kinds of structure, sentences."""

from __future__ import annotations

# Sector's code → (weight, kinds of structure). The weights follow what registers hold, social fields first.
KINDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "medico-social": (
        24,
        (
            "Institut médico-éducatif (IME)",
            "SESSAD",
            "ITEP",
            "Foyer de vie",
            "EHPAD",
            "ESAT",
            "Maison d’accueil spécialisée (MAS)",
            "Foyer d’accueil médicalisé",
            "CMPP",
            "CAMSP",
            "SAVS",
            "CSAPA",
        ),
    ),
    "educatif": (
        18,
        ("École élémentaire", "École maternelle", "Collège", "Lycée", "Lycée professionnel", "Lycée agricole"),
    ),
    "social": (
        14,
        (
            "Maison d’enfants à caractère social (MECS)",
            "CHRS",
            "CCAS",
            "Centre d’accueil de demandeurs d’asile (CADA)",
            "Maison départementale des solidarités",
            "Service d’aide sociale à l’enfance",
            "AEMO",
            "Pension de famille",
        ),
    ),
    "socio-educatif": (
        12,
        (
            "Crèche",
            "Multi-accueil",
            "Centre social",
            "Accueil de loisirs",
            "MJC",
            "Relais petite enfance",
            "Ludothèque",
        ),
    ),
    "sanitaire": (
        10,
        (
            "Centre hospitalier",
            "Clinique",
            "Maison de santé",
            "Hôpital de jour",
            "Centre médico-psychologique (CMP)",
            "Pharmacie",
        ),
    ),
    "information-jeunes": (
        3,
        ("Mission locale", "Centre d’information et d’orientation (CIO)", "Maison des adolescents"),
    ),
    "judiciaire": (2, ("Unité éducative de milieu ouvert", "Centre éducatif fermé", "Service de réparation pénale")),
    "culturel": (3, ("Médiathèque", "Musée", "Théâtre", "Conservatoire", "Cinéma associatif")),
    "services-personne": (3, ("Service d’aide à domicile", "Garde d’enfants à domicile", "Portage de repas")),
    "administration": (2, ("Mairie", "Communauté de communes", "Maison France services")),
    "commerce": (2, ("Épicerie solidaire", "Librairie", "Magasin de producteurs")),
    "environnement": (2, ("Recyclerie", "Jardin partagé", "Maison de la nature")),
    "sport": (2, ("Club omnisports", "Piscine municipale", "Centre équestre")),
    "emploi": (2, ("Chantier d’insertion", "Entreprise d’insertion", "Organisme de formation")),
    "industrie": (1, ("Atelier mécanique", "Blanchisserie", "Imprimerie")),
}

NAMES = tuple(
    """Les Tilleuls|Les Acacias|Les Glycines|Les Marronniers|Les Peupliers|Les Bleuets|Les Coquelicots|Les Hirondelles
Les Alizés|Les Quatre Vents|Les Trois Rivières|Les Deux Moulins|La Clairière|La Passerelle|La Traverse|La Source
La Rotonde|La Ruche|La Marelle|La Boussole|La Grande Ourse|La Petite Ourse|La Courte Échelle|La Croisée|La Fontaine
La Garenne|La Pinède|La Roseraie|Le Phare|Le Relais|Le Tremplin|Le Verger|Le Vallon|Le Colibri|Le Grand Large
Le Petit Prince|Le Bois Joli|Le Clos Fleuri|Le Moulin Vert|Le Pont Neuf|Le Chemin Vert|Le Nouveau Souffle|L’Envol
L’Escale bleue|L’Arc-en-ciel|L’Éveil|L’Estran|L’Îlot|L’Orée|L’Atelier des Possibles|L’Accueil du Lac|Belle Étoile
Beau Soleil|Bel Air|Bon Accueil|Val Fleuri|Val de Brume|Mont Clair|Font Vive|Clair Logis|Clairbois|Terre Neuve
Plein Ciel|Point du Jour|Grain de Sel|Graine de Malice|Pomme d’Api|Pain d’Épices|Chat Perché|Bout de Chemin
Main dans la Main|Pas à Pas|Cap Horizon|Port d’Attache|Rive Gauche|Côté Jardin|Entre Deux Rives|Au Fil de l’Eau
Au Fil des Saisons|Aux Quatre Coins|Jean Moulin|Simone Veil|Germaine Tillion|Joséphine Baker|Louis Pasteur
Marie Curie|Jules Verne|George Sand|Victor Hugo|Rosa Parks|Célestin Freinet|Maria Montessori|Fernand Deligny
Janusz Korczak|Olympe de Gouges|Louise Michel|Condorcet|Jacques Prévert|Aimé Césaire|Paul Éluard""".replace(
        "\n", "|"
    ).split("|")
)

# How an offer's title begins; the occupation or a mission follows.
OPENINGS = ("Stage", "Découverte du métier", "Immersion", "Stage d’observation", "Stage professionnel", "Stage long")
MISSIONS = tuple(
    """accompagnement du quotidien|accueil des familles|animation d’ateliers|soutien scolaire|sorties et activités
aide aux repas|éveil des tout-petits|ateliers cuisine|jardin thérapeutique|médiation numérique|accès aux droits
visites à domicile|projets personnalisés|vie de l’internat|temps périscolaire|soins et confort|accueil du public
atelier bois|activités sportives adaptées|préparation d’un séjour|lien avec les partenaires|prévention santé
insertion par le travail|écoute et orientation|lecture à voix haute|rééducation et autonomie|service du midi
parentalité|groupe de parole|diagnostic de territoire|communication non violente|théâtre avec les jeunes""".replace(
        "\n", "|"
    ).split("|")
)

SENTENCES = (
    "Vous partagez la journée de l’équipe, de l’accueil du matin à la réunion de fin d’après-midi.",
    "Vous découvrez le travail avec les familles et les partenaires du secteur.",
    "Une éducatrice spécialisée vous accompagne pendant toute la durée du stage.",
    "Vous participez à l’écriture d’un projet personnalisé, avec l’accord de la personne.",
    "L’établissement accueille des enfants et des adolescents en situation de handicap.",
    "Nous recevons des adultes avec une déficience intellectuelle, en internat et en accueil de jour.",
    "Le service intervient à domicile, à l’école et dans les lieux de loisirs.",
    "Vous préparez et animez un atelier, seul ou à deux, avec le soutien de votre tutrice.",
    "Les repas se prennent sur place avec les personnes accueillies.",
    "L’arrêt de bus est à cinq minutes à pied, la gare à un quart d’heure.",
    "Nous attendons de la curiosité, de la discrétion et de la ponctualité.",
    "Une première rencontre a lieu avant le stage pour préciser vos objectifs.",
    "Un bilan se fait à mi-parcours, un autre à la fin, avec votre référent.",
    "Vous observez les soins sans y prendre part, puis vous en parlez avec l’infirmière.",
    "L’équipe réunit éducateurs, psychologue, ergothérapeute, orthophoniste et assistante sociale.",
    "Vous assistez à la réunion pluridisciplinaire du jeudi.",
    "Le stage convient à une première expérience comme à une dernière année.",
    "Vous apprenez à observer, à noter et à transmettre.",
    "Vous aidez à l’organisation d’une fête de quartier avec les habitants.",
    "Vous accueillez le public, répondez au téléphone et classez des dossiers simples.",
    "Vous lisez des histoires aux enfants et préparez la salle de motricité.",
    "Vous découvrez les droits des personnes et les démarches qui vont avec.",
    "Les jeunes vous montrent l’atelier de menuiserie et le potager.",
    "Vous suivez un maraîcher, de la serre au marché du samedi.",
    "Vous accompagnez une sortie à la piscine ou à la médiathèque.",
    "Nous travaillons avec la protection de l’enfance et les écoles voisines.",
    "Le stage peut se partager avec un second lieu d’accueil, à mi-temps.",
    "Vous tenez un journal de bord, que nous relisons ensemble chaque semaine.",
    "Le respect de la confidentialité est demandé à chacun.",
    "Vous rencontrez les bénévoles et les partenaires de l’association.",
)
