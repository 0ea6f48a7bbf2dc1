//! Simplified Chinese.

use super::{Notice, Sandbox, Start, Words};
use wink_wire::Language;

pub(super) static WORDS: Words = Words {
    language: Language::Chinese,
    signed_in: Notice {
        title: "您已登录", text: "正在关联您的账户。您可以关闭此窗口，返回原来的页面。"
    },
    denied: Notice {
        title: "没有共享任何内容", text: "您没有允许，因此账户未被关联。您可以关闭此窗口。"
    },
    not_taken: Notice {
        title: "登录未成功",
        text: "提供方没有确认，因此没有关联任何内容。请关闭此窗口，从原来的页面重新登录。",
    },
    too_late: Notice {
        title: "用时过长",
        text: "为了您的安全，登录必须在十分钟内完成。请关闭此窗口，从原来的页面重新登录。",
    },
    over: Notice {
        title: "此次登录已结束",
        text: "它此前已完成或已放弃，因此此页面不再起作用。您可以关闭此窗口。",
    },
    other_browser: Notice {
        title: "此次登录是在另一个浏览器中开始的",
        text: "如果是别人给您发来的链接，您的数据没有交给对方：没有关联任何内容。如果是您自己开始的，请关闭此窗口，在同一个浏览器中从开始的页面登录。",
    },
    unknown: Notice {
        title: "此页面无法使用",
        text: "它不属于在这里开始的登录，因此没有关联任何内容。请关闭此窗口，从原来的页面重新开始。",
    },
    no_cookie: Notice {
        title: "此页面无法继续",
        text: "它需要一个 Cookie，以便登录在开始时的浏览器中结束，而此浏览器没有保存它。请为此地址允许 Cookie，关闭此窗口，从原来的页面重新登录。",
    },
    unavailable: Notice {
        title: "提供方没有响应",
        text: "目前无法打开其登录页面，因此没有共享任何内容。请关闭此窗口，稍后从原来的页面重试。",
    },
    away: Notice {
        title: "请稍候",
        text: "服务目前不可用。请等一分钟，然后重新加载此页面。如果仍然不行，请关闭此窗口，从原来的页面重新登录。",
    },
    broken: Notice {
        title: "操作未成功",
        text: "我们这边出了问题，因此没有关联任何内容。请关闭此窗口，从原来的页面重新登录。",
    },
    start: Start {
        title: "正在登录 {provider}",
        moment: "请稍候…",
        question: "这是您自己开始的吗？",
        about: "您即将登录 {provider}，{company} 将获得以下内容的副本：",
        a_company: "一家公司",
        caution: "如果是别人给您发来此链接，请关闭此页面：<strong>否则对方会得到您的数据</strong>。只有当您自己刚刚在此浏览器中选择了 {provider} 时，才继续。",
        go_on: "是我开始的：继续前往 {provider}",
        otherwise: "否则只需关闭此页面。不会共享任何内容。",
        identity: "您的姓名、生日和联系方式",
        rating: "您在那里的评分",
        document: "您的文件",
        employment: "您现在和以前的工作单位",
        income: "您的收入",
        contribution: "您缴纳的社会保险费",
        liability: "您的贷款",
        transaction: "您收到和支付的每一笔款项",
    },
    sandbox: Sandbox {
        ribbon: "沙盒：模拟的 {provider} 页面",
        sign_in_to: "登录 {provider}",
        name: "用户名、电子邮件或手机号码",
        password: "密码",
        sign_in: "登录",
        people: "沙盒人物：George 的密码是 123456，Ryan 的密码是 654321。",
        mismatch: "不匹配。请检查两项后重试。",
        question: "允许 Wink 读取您在 {provider} 的记录吗？",
        signed_in_as: "您以 <strong>{person}</strong> 的身份登录。Wink 请求以下内容的副本：",
        asked_for: ["您的姓名和联系方式", "您的工作单位", "您的收入"],
        allow: "允许",
        deny: "不允许",
        incomplete: Notice {
            title: "此页面无法使用",
            text: "其地址不完整，或不是在这里生成的。请关闭此窗口，从原来的页面重新开始。",
        },
        answered: Notice {
            title: "此页面已结束",
            text: "它此前已被回答，或用时过长。请关闭此窗口，从原来的页面重新登录。",
        },
    },
};
