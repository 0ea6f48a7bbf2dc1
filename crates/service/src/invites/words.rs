//! What the service itself says on an invite's pages and at the end of its e-mail, in each language. The rest is the
//! host's. `{company}` and `{date}` stand for what their names say.

use wink_wire::Language;

/// The texts of a language.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) language: Language,
    /// Under the button of the landing page.
    pub(crate) opens: &'static str,
    pub(crate) valid_until: &'static str,
    /// The button came to nothing.
    pub(crate) failed: &'static str,
    pub(crate) no_script: &'static str,
    /// Under the button of the success page.
    pub(crate) all_done: &'static str,
    pub(crate) expired: Notice,
    pub(crate) used: Notice,
    pub(crate) unknown: Notice,
    pub(crate) away: Notice,
    pub(crate) broken: Notice,
    letter_end: &'static str,
}

/// What a page without a button says: what is wrong, and what to do next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notice {
    pub(crate) title: &'static str,
    pub(crate) text: &'static str,
}

impl Words {
    /// The end of the e-mail.
    pub(crate) fn letter_end(&self, date: &str) -> String {
        self.letter_end.replace("{date}", date)
    }
}

/// The texts of a language.
pub(crate) const fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Filipino => &FILIPINO,
        Language::Indonesian => &INDONESIAN,
        Language::Chinese => &CHINESE,
        Language::Arabic => &ARABIC,
    }
}

static ENGLISH: Words = Words {
    language: Language::English,
    opens: "A secure window opens. You decide what you share with {company}.",
    valid_until: "This invitation can be used until {date}.",
    failed: "The window could not be opened. Check your connection and try again.",
    no_script: "This page needs JavaScript. Turn it on in your browser, then open the link again.",
    all_done: "If you are done, you can close this page.",
    expired: Notice {
        title: "This invitation has expired",
        text: "An invitation can be used for 14 days. Nothing was shared with this one. Ask {company} for a new one.",
    },
    used: Notice {
        title: "This invitation has been used",
        text: "You have shared your data with {company}. To share more, or to stop sharing, ask {company} for a new \
               invitation.",
    },
    unknown: Notice {
        title: "This link leads nowhere",
        text: "A part of it may be missing. Copy the whole link from the e-mail, or ask the company that invited you \
               for a new invitation.",
    },
    away: Notice {
        title: "Please come back in a moment",
        text: "The service is not available right now. Wait a minute and open the link again.",
    },
    broken: Notice {
        title: "That did not work",
        text: "Something broke on our side. Open the link again in a few minutes.",
    },
    letter_end: "This link is for you alone and can be used until {date}. If you did not expect this e-mail, you can \
                 ignore it.",
};

static FILIPINO: Words = Words {
    language: Language::Filipino,
    opens: "May magbubukas na secure na window. Ikaw ang magpapasya kung ano ang ibabahagi mo sa {company}.",
    valid_until: "Magagamit ang imbitasyong ito hanggang {date}.",
    failed: "Hindi nabuksan ang window. Tingnan ang koneksyon mo at subukang muli.",
    no_script: "Kailangan ng page na ito ang JavaScript. I-on ito sa browser mo, pagkatapos ay buksan muli ang link.",
    all_done: "Kung tapos ka na, puwede mo nang isara ang page na ito.",
    expired: Notice {
        title: "Nag-expire na ang imbitasyong ito",
        text: "Magagamit ang isang imbitasyon nang 14 na araw. Walang naibahagi gamit ito. Humingi ng bago sa \
               {company}.",
    },
    used: Notice {
        title: "Nagamit na ang imbitasyong ito",
        text: "Naibahagi mo na ang data mo sa {company}. Para magbahagi pa, o para itigil ang pagbabahagi, humingi ng \
               bagong imbitasyon sa {company}.",
    },
    unknown: Notice {
        title: "Walang patutunguhan ang link na ito",
        text: "Maaaring may kulang na bahagi. Kopyahin ang buong link mula sa e-mail, o humingi ng bagong imbitasyon \
               sa kumpanyang nag-imbita sa iyo.",
    },
    away: Notice {
        title: "Bumalik pagkalipas ng ilang sandali",
        text: "Hindi magamit ang serbisyo sa ngayon. Maghintay ng isang minuto at buksan muli ang link.",
    },
    broken: Notice {
        title: "Hindi iyon gumana",
        text: "May nasira sa panig namin. Buksan muli ang link pagkalipas ng ilang minuto.",
    },
    letter_end: "Para sa iyo lang ang link na ito at magagamit hanggang {date}. Kung hindi mo inaasahan ang e-mail na \
                 ito, puwede mo itong balewalain.",
};

static INDONESIAN: Words = Words {
    language: Language::Indonesian,
    opens: "Jendela yang aman akan terbuka. Anda menentukan apa yang Anda bagikan kepada {company}.",
    valid_until: "Undangan ini dapat digunakan sampai {date}.",
    failed: "Jendela tidak dapat dibuka. Periksa koneksi Anda, lalu coba lagi.",
    no_script: "Halaman ini memerlukan JavaScript. Aktifkan di browser Anda, lalu buka lagi tautannya.",
    all_done: "Jika sudah selesai, Anda dapat menutup halaman ini.",
    expired: Notice {
        title: "Undangan ini sudah kedaluwarsa",
        text: "Undangan dapat digunakan selama 14 hari. Tidak ada yang dibagikan dengan undangan ini. Mintalah \
               undangan baru kepada {company}.",
    },
    used: Notice {
        title: "Undangan ini sudah digunakan",
        text: "Anda telah membagikan data kepada {company}. Untuk membagikan lebih banyak, atau untuk berhenti \
               berbagi, mintalah undangan baru kepada {company}.",
    },
    unknown: Notice {
        title: "Tautan ini tidak mengarah ke mana pun",
        text: "Mungkin ada bagian yang hilang. Salin seluruh tautan dari e-mail, atau mintalah undangan baru kepada \
               perusahaan yang mengundang Anda.",
    },
    away: Notice {
        title: "Silakan kembali sebentar lagi",
        text: "Layanan sedang tidak tersedia. Tunggu satu menit, lalu buka lagi tautannya.",
    },
    broken: Notice {
        title: "Itu tidak berhasil",
        text: "Ada yang rusak di pihak kami. Buka lagi tautannya dalam beberapa menit.",
    },
    letter_end: "Tautan ini hanya untuk Anda dan dapat digunakan sampai {date}. Jika Anda tidak mengharapkan e-mail \
                 ini, abaikan saja.",
};

static CHINESE: Words = Words {
    language: Language::Chinese,
    opens: "将打开一个安全窗口，由您决定与{company}共享哪些内容。",
    valid_until: "此邀请的有效期至 {date}。",
    failed: "无法打开窗口。请检查网络连接后重试。",
    no_script: "此页面需要 JavaScript。请在浏览器中启用，然后重新打开链接。",
    all_done: "如果您已完成，可以关闭此页面。",
    expired: Notice {
        title: "此邀请已过期",
        text: "邀请的有效期为 14 天。此邀请没有共享任何内容。请向{company}索取新的邀请。",
    },
    used: Notice {
        title: "此邀请已使用",
        text: "您已与{company}共享数据。如要共享更多内容或停止共享，请向{company}索取新的邀请。",
    },
    unknown: Notice {
        title: "此链接无效",
        text: "链接可能不完整。请从电子邮件中复制完整链接，或向邀请您的公司索取新的邀请。",
    },
    away: Notice {
        title: "请稍后再来", text: "服务目前不可用。请等一分钟，然后重新打开链接。"
    },
    broken: Notice {
        title: "操作未成功", text: "我们这边出了问题。请过几分钟再打开链接。"
    },
    letter_end: "此链接仅供您本人使用，有效期至 {date}。如果您没有预期收到此邮件，可以忽略。",
};

static ARABIC: Words = Words {
    language: Language::Arabic,
    opens: "ستُفتح نافذة آمنة. أنت من يقرر ما تشاركه مع {company}.",
    valid_until: "يمكن استخدام هذه الدعوة حتى {date}.",
    failed: "تعذّر فتح النافذة. تحقق من اتصالك ثم حاول مرة أخرى.",
    no_script: "تحتاج هذه الصفحة إلى JavaScript. فعّله في متصفحك ثم افتح الرابط مرة أخرى.",
    all_done: "إذا انتهيت، يمكنك إغلاق هذه الصفحة.",
    expired: Notice {
        title: "انتهت صلاحية هذه الدعوة",
        text: "يمكن استخدام الدعوة لمدة 14 يوماً. لم تتم مشاركة أي شيء بهذه الدعوة. اطلب دعوة جديدة من {company}.",
    },
    used: Notice {
        title: "تم استخدام هذه الدعوة",
        text: "لقد شاركت بياناتك مع {company}. لمشاركة المزيد أو لإيقاف المشاركة، اطلب دعوة جديدة من {company}.",
    },
    unknown: Notice {
        title: "هذا الرابط لا يؤدي إلى شيء",
        text: "قد يكون جزء منه ناقصاً. انسخ الرابط كاملاً من البريد الإلكتروني، أو اطلب دعوة جديدة من الشركة التي دعتك.",
    },
    away: Notice {
        title: "يرجى العودة بعد قليل",
        text: "الخدمة غير متاحة حالياً. انتظر دقيقة ثم افتح الرابط مرة أخرى.",
    },
    broken: Notice {
        title: "لم ينجح ذلك", text: "حدث خلل من جهتنا. افتح الرابط مرة أخرى بعد بضع دقائق."
    },
    letter_end: "هذا الرابط لك وحدك ويمكن استخدامه حتى {date}. إذا لم تكن تتوقع هذه الرسالة، يمكنك تجاهلها.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_the_same_things() {
        for language in Language::ALL {
            let words = of(language);
            assert_eq!(words.language, language);
            for (text, values) in [
                (words.opens, vec!["{company}"]),
                (words.valid_until, vec!["{date}"]),
                (words.letter_end, vec!["{date}"]),
                (words.expired.text, vec!["{company}", "14"]),
                (words.used.text, vec!["{company}"]),
                (words.failed, vec![]),
                (words.unknown.text, vec![]),
                (words.away.text, vec![]),
                (words.broken.text, vec![]),
            ] {
                assert!(values.iter().all(|value| text.contains(value)), "{text}");
                assert!(!values.is_empty() || !text.contains('{'), "{text}");
            }
        }
    }
}
