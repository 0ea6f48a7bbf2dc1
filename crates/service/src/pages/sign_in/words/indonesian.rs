//! Indonesian.

use super::{Notice, Sandbox, Start, Words};
use wink_wire::Language;

pub(super) static WORDS: Words = Words {
    language: Language::Indonesian,
    signed_in: Notice {
        title: "Anda sudah masuk",
        text: "Akun Anda sedang ditautkan. Anda dapat menutup jendela ini dan kembali ke tempat asal Anda.",
    },
    denied: Notice {
        title: "Tidak ada yang dibagikan",
        text: "Anda tidak mengizinkannya, jadi akun Anda tidak ditautkan. Anda dapat menutup jendela ini.",
    },
    not_taken: Notice {
        title: "Proses masuk tidak berhasil",
        text: "Penyedia tidak mengonfirmasinya, jadi tidak ada yang ditautkan. Tutup jendela ini dan masuk lagi dari \
               tempat asal Anda.",
    },
    too_late: Notice {
        title: "Ini terlalu lama",
        text: "Demi keamanan Anda, proses masuk harus selesai dalam sepuluh menit. Tutup jendela ini dan masuk lagi \
               dari tempat asal Anda.",
    },
    over: Notice {
        title: "Proses masuk ini sudah berakhir",
        text: "Proses ini sudah selesai atau dibatalkan, jadi halaman ini tidak melakukan apa pun. Anda dapat menutup \
               jendela ini.",
    },
    other_browser: Notice {
        title: "Proses masuk ini dimulai di browser lain",
        text: "Jika seseorang mengirimi Anda tautan, data Anda tidak sampai kepadanya: tidak ada yang ditautkan. Jika \
               Anda sendiri yang memulainya, tutup jendela ini dan masuk dari tempat Anda memulai, di browser yang sama.",
    },
    unknown: Notice {
        title: "Halaman ini tidak dapat digunakan",
        text: "Halaman ini bukan bagian dari proses masuk yang dimulai di sini, jadi tidak ada yang ditautkan. Tutup \
               jendela ini dan mulai lagi dari tempat asal Anda.",
    },
    no_cookie: Notice {
        title: "Halaman ini tidak dapat melanjutkan",
        text: "Halaman ini memerlukan cookie agar proses masuk berakhir di browser tempat ia dimulai, dan browser ini \
               tidak menyimpannya. Izinkan cookie untuk alamat ini, tutup jendela ini dan masuk lagi dari tempat asal \
               Anda.",
    },
    unavailable: Notice {
        title: "Penyedia tidak menjawab",
        text: "Halaman masuknya sedang tidak dapat dijangkau, jadi tidak ada yang dibagikan. Tutup jendela ini dan coba \
               lagi nanti dari tempat asal Anda.",
    },
    away: Notice {
        title: "Mohon tunggu sebentar",
        text: "Layanan sedang tidak tersedia. Tunggu satu menit, lalu muat ulang halaman ini. Jika itu tidak membantu, \
               tutup jendela ini dan masuk lagi dari tempat asal Anda.",
    },
    broken: Notice {
        title: "Itu tidak berhasil",
        text: "Ada yang rusak di pihak kami, jadi tidak ada yang ditautkan. Tutup jendela ini dan masuk lagi dari \
               tempat asal Anda.",
    },
    start: Start {
        title: "Masuk di {provider}",
        moment: "Sebentar…",
        question: "Apakah Anda sendiri yang memulai ini?",
        about: "Anda akan masuk di {provider}, agar {company} mendapat salinan dari:",
        a_company: "sebuah perusahaan",
        caution: "Jika seseorang mengirimi Anda tautan ini, tutup halaman ini: <strong>ia akan mendapatkan data \
                  Anda</strong>. Lanjutkan hanya jika Anda sendiri baru saja memilih {provider}, di browser ini.",
        go_on: "Saya yang memulai: lanjutkan ke {provider}",
        otherwise: "Jika tidak, cukup tutup halaman ini. Tidak ada yang dibagikan.",
        identity: "nama, tanggal lahir, dan data kontak Anda",
        rating: "penilaian Anda di sana",
        document: "dokumen Anda",
        employment: "tempat Anda bekerja dan pernah bekerja",
        income: "berapa Anda dibayar",
        contribution: "iuran jaminan sosial Anda",
        liability: "pinjaman Anda",
        transaction: "setiap pembayaran kepada dan dari Anda",
    },
    sandbox: Sandbox {
        ribbon: "Sandbox: halaman pura-pura dari {provider}",
        sign_in_to: "Masuk ke {provider}",
        name: "Nama pengguna, e-mail, atau nomor ponsel",
        password: "Kata sandi",
        sign_in: "Masuk",
        people: "Orang di sandbox: George dengan 123456, Ryan dengan 654321.",
        mismatch: "Itu tidak cocok. Periksa keduanya dan coba lagi.",
        question: "Izinkan Wink membaca data {provider} Anda?",
        signed_in_as: "Anda masuk sebagai <strong>{person}</strong>. Wink meminta salinan dari:",
        asked_for: ["Nama dan data kontak Anda", "Tempat Anda bekerja", "Berapa Anda dibayar"],
        allow: "Izinkan",
        deny: "Jangan izinkan",
        incomplete: Notice {
            title: "Halaman ini tidak dapat digunakan",
            text: "Alamatnya tidak lengkap, atau tidak dibuat di sini. Tutup jendela ini dan mulai lagi dari tempat asal \
                   Anda.",
        },
        answered: Notice {
            title: "Halaman ini sudah berakhir",
            text: "Halaman ini sudah dijawab sebelumnya, atau terlalu lama. Tutup jendela ini dan masuk lagi dari tempat \
                   asal Anda.",
        },
    },
};
