//! Filipino.

use super::{Notice, Sandbox, Start, Words};
use wink_wire::Language;

pub(super) static WORDS: Words = Words {
    language: Language::Filipino,
    signed_in: Notice {
        title: "Naka-sign in ka na",
        text: "Inili-link na ang account mo. Puwede mo nang isara ang window na ito at bumalik sa pinanggalingan mo.",
    },
    denied: Notice {
        title: "Walang naibahagi",
        text: "Hindi mo ito pinayagan, kaya hindi naka-link ang account mo. Puwede mo nang isara ang window na ito.",
    },
    not_taken: Notice {
        title: "Hindi gumana ang pag-sign in",
        text: "Hindi ito kinumpirma ng provider, kaya walang na-link. Isara ang window na ito at mag-sign in muli mula \
               sa pinanggalingan mo.",
    },
    too_late: Notice {
        title: "Masyado itong natagalan",
        text: "Para sa kaligtasan mo, kailangang matapos ang pag-sign in sa loob ng sampung minuto. Isara ang window na \
               ito at mag-sign in muli mula sa pinanggalingan mo.",
    },
    over: Notice {
        title: "Tapos na ang pag-sign in na ito",
        text: "Natapos o itinigil na ito, kaya wala nang ginagawa ang page na ito. Puwede mo nang isara ang window.",
    },
    other_browser: Notice {
        title: "Nagsimula sa ibang browser ang pag-sign in na ito",
        text: "Kung may nagpadala sa iyo ng link, hindi niya nakuha ang data mo: walang na-link. Kung ikaw mismo ang \
               nagsimula, isara ang window na ito at mag-sign in mula sa pinagsimulan mo, sa parehong browser.",
    },
    unknown: Notice {
        title: "Hindi magagamit ang page na ito",
        text: "Hindi ito bahagi ng pag-sign in na sinimulan dito, kaya walang na-link. Isara ang window na ito at \
               magsimula muli sa pinanggalingan mo.",
    },
    no_cookie: Notice {
        title: "Hindi makapagpatuloy ang page na ito",
        text: "Kailangan nito ng cookie para matapos ang pag-sign in sa browser kung saan ito nagsimula, at hindi iyon \
               itinago ng browser na ito. Payagan ang cookies para sa address na ito, isara ang window at mag-sign in \
               muli mula sa pinanggalingan mo.",
    },
    unavailable: Notice {
        title: "Hindi sumasagot ang provider",
        text: "Hindi maabot sa ngayon ang sign-in page nito, kaya walang naibahagi. Isara ang window na ito at subukang \
               muli mamaya mula sa pinanggalingan mo.",
    },
    away: Notice {
        title: "Sandali lang",
        text: "Hindi magagamit ang serbisyo sa ngayon. Maghintay ng isang minuto at i-load muli ang page na ito. Kung \
               hindi ito makatulong, isara ang window at mag-sign in muli mula sa pinanggalingan mo.",
    },
    broken: Notice {
        title: "Hindi iyon gumana",
        text: "May nasira sa panig namin, kaya walang na-link. Isara ang window na ito at mag-sign in muli mula sa \
               pinanggalingan mo.",
    },
    start: Start {
        title: "Pag-sign in sa {provider}",
        moment: "Sandali lang…",
        question: "Ikaw mismo ba ang nagsimula nito?",
        about: "Magsa-sign in ka sa {provider}, para makakuha ang {company} ng kopya ng:",
        a_company: "isang kumpanya",
        caution: "Kung may nagpadala sa iyo ng link na ito, isara ang page na ito: <strong>makukuha niya ang data \
                  mo</strong>. Magpatuloy lang kung ikaw mismo ang kapipili lang ng {provider}, sa browser na ito.",
        go_on: "Ako ang nagsimula: magpatuloy sa {provider}",
        otherwise: "Kung hindi, isara lang ang page na ito. Walang maibabahagi.",
        identity: "iyong pangalan, kaarawan at mga detalye sa pakikipag-ugnayan",
        rating: "iyong rating doon",
        document: "iyong mga dokumento",
        employment: "kung saan ka nagtatrabaho at nagtrabaho",
        income: "kung magkano ang sahod mo",
        contribution: "iyong mga kontribusyon sa social insurance",
        liability: "iyong mga utang",
        transaction: "bawat bayad na natanggap at ibinayad mo",
    },
    sandbox: Sandbox {
        ribbon: "Sandbox: kunwaring page ng {provider}",
        sign_in_to: "Mag-sign in sa {provider}",
        name: "User name, e-mail o numero ng mobile",
        password: "Iyong password",
        sign_in: "Mag-sign in",
        people: "Mga tao sa sandbox: George na may 123456, Ryan na may 654321.",
        mismatch: "Hindi iyon tumugma. Suriin ang dalawa at subukang muli.",
        question: "Payagan ang Wink na basahin ang records mo sa {provider}?",
        signed_in_as: "Naka-sign in ka bilang <strong>{person}</strong>. Humihingi ang Wink ng kopya ng:",
        asked_for: [
            "Iyong pangalan at mga detalye sa pakikipag-ugnayan",
            "Kung saan ka nagtatrabaho",
            "Kung magkano ang sahod mo",
        ],
        allow: "Payagan",
        deny: "Huwag payagan",
        incomplete: Notice {
            title: "Hindi magagamit ang page na ito",
            text: "Hindi kumpleto ang address nito, o hindi ito ginawa rito. Isara ang window na ito at magsimula muli \
                   sa pinanggalingan mo.",
        },
        answered: Notice {
            title: "Tapos na ang page na ito",
            text: "Nasagot na ito dati, o masyadong natagalan. Isara ang window na ito at mag-sign in muli mula sa \
                   pinanggalingan mo.",
        },
    },
};
