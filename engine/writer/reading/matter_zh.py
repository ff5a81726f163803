"""A Chinese goal from what is at stake, where the premise states none: taken, threatened, hidden.

Every rule answers one kind of harm or hope with what a hero does about it, in the premise's own
noun. Must not invent a stake: without a rule that fits, "" leaves the goal to the opening.
"""

from __future__ import annotations

import re

from engine.writer.reading.beings import Being

_TAKE = re.compile(
    "(?:挖去|挖走|剖走|剖去|剖了|夺走|夺去|抢走|抢去|偷走|骗走|霸占|侵吞|吞并|吞了|换走|拿走|剥夺|抽走|抽去|"
    "夺了|取走|剜去|剜走|废去|废掉|占了|占去|卖掉|卖了|转移|掏空|剽窃|盗走|盗用|冒领|抄袭)了?"
    "([她他我]|自己)?(?:的)?([^，。；！？的]{2,8})(?=[，。；！？]|$)"
)
_PROPERTY = (
    "[\u4e00-\u9fa5]{0,3}?(?:裁缝店|理发店|杂货店|早餐店|糕点店|五金店|钟表店|唱片店|照相馆|武馆|面馆|茶馆|酒馆|饭馆|餐馆|书店|花店|小店|老店|店铺|药铺|当铺|裁缝铺|铺子|作坊|工厂|酒厂|窑厂|"
    "酒坊|绣坊|染坊|豆腐坊|老屋|老宅|祖宅|祖屋|房子|果园|茶园|茶山|田地|土地|山林|渔船|水井|老井|村子|村庄|学校|小学|"
    "医院|诊所|寺庙|祠堂|戏台|戏班|剧院|影院|老街|大院|牧场|草场|鱼塘|公司|集团|家业)"
)
_THREAT = re.compile(
    f"(?:强拆|拆迁|拆掉|拆了|拆|收购|吞并|关停|关掉|卖掉|拍卖|抵押|砸|霸占|征收|"
    f"收走)[^，。]{{0,6}}?({_PROPERTY})"
)
_DOOMED_PLACE = re.compile(
    f"({_PROPERTY})[^，。]{{0,6}}?(?:就|就要|快要|即将|要|面临|也要|被|将被)"
    "(?:强拆|拆|拍卖|关门|倒闭|查封|收走|卖|推平)"
)
_ESCORT = re.compile("(?:护送|押送|运送|送)[^，。]{2,14}(?:去|到|回)[^，。的]{2,6}(?=[，。]|$)")
_PROOF = re.compile(
    "(?:找到|发现|拍下|拍到|挖出|翻出|捡到|藏着|收到|录下|只有)[^。]{0,22}?"
    "(账本|录音|录像|照片|名单|视频|遗书|密信|日记|病历|监控|合同|血书|欠条|硬盘)"
)
_SOLD = re.compile("被[^，。]{0,10}(?:卖给|卖到|卖进|拐到|拐进|拐卖|骗到|骗进)")
_ALIKE = re.compile("(死者|尸体|死人|女尸|男尸)[^。]{0,8}(?:一模一样|长得)")
_HOLD = re.compile(
    f"(?:不肯走|不肯搬|不肯卖|不卖|不搬|死守|守着|钉子户)[^，。]{{0,4}}?({_PROPERTY})?"
)
_MISSION = re.compile(
    "(?:(?<=案子：)|(?<=差事：)|(?<=要求：)|(?<=条件：)|(?<=[天时日]：)|(?:任务|目标|目的|心愿|使命|念头|遗愿|"
    "愿望)(?:只有一个)?(?:就)?(?:是|：|，)(?:要)?)([^，。；！？]{3,18})"
)
_WEARS = re.compile("(?:顶着|用着|冒用|盗用|换上)[她他我]的?(脸|名字|身份|成绩|学籍)")
_CRIME = re.compile(
    "(?<![被诬冤])(通敌|贪污|造假|调包|洗钱|受贿|谋反|私吞|掉包|行贿|叛国|拐卖孩子|偷税|走私)(?![案犯])"
)
_ELSE = re.compile("(?<=[：，。])([^，。：；]{4,16})，(?:否则|不然|要不然)")
"""What has to be done, or else."""
_FOUND = re.compile(
    "(?:发现|看见|看到|听见|捡到|收到|认出|翻出|掉出|挖出|摸到|找到|拆开|打开|藏着|放着|写着|刻着|留下|里面是)了?"
    "[^，。；：]{0,16}?(?:的|一[张封具双只件本块枚根把份截沓段条个盒串部台]|那[张封具双只件本块枚根把份段条个])"
    "([\u4e00-\u9fa5]{2,4})(?=[，。；：]|$)"
)
"""What somebody comes upon, which asks for the truth about it."""
_DOOM = re.compile("活不过([^，。的]{2,6})")
_DEATH = re.compile(
    "追杀|灭口|要杀[她他我]|赐死|必死|死亡倒计时|活不过|只剩[^，。]{1,4}(?:天|个月|日)|陪葬|"
    "处死|祭天|献祭"
)
_BLAMED = re.compile(
    "假合同|假账|签名[却竟]?是[她他我]|指纹[却竟]?是[她他我]|伪造了?[^，。]{0,6}(?:证据|签名)|停了?[她他我]?的?职|停职|诬陷|诬告|陷害|栽赃|冤|顶罪|背锅|嫌疑|污蔑|开除|除名|替罪|甩锅|泼脏水"
)
_HID = re.compile(
    "(?:没人知道|无人知晓|谁也不知道|不知道)[^，。]{0,4}?(?:那|"
    "这)?[台张本份块只件个]?([\u4e00-\u9fa5]{2,4}?)(?=早|是|其实|已|就|里|被|上)"
)
_SCORN = re.compile(
    "笑话|嘲笑|看不起|瞧不起|羞辱|嫌弃|欺负|废物|窝囊废|吃软饭|当众[^，。]{0,4}(?:骂|辱|打)"
)
_CONTEST = re.compile(
    "([\u4e00-\u9fa5]{0,3}?(?:大比|大赛|决赛|比赛|锦标赛|擂台|选秀|比武|争霸赛|科举|高考|"
    "总决赛|比试))(?!志愿)"
)
_NO_THING = re.compile(
    "[她他我你谁]|人$|[了的是]|女儿|儿子|丈夫|妻子|父|母|哥|弟|姐|妹|妈|爸|老师|名字|时候|地方|自己"
)
_STRANGE = re.compile(
    "(手机|照片|录音|视频|短信|来信|匿名信|日记|直播间|电话|磁带|录像带?|包裹|纸条|邮件|"
    "监控|画像|剧本)"
)


def goal_from(text: str, foe: Being | None, things: list[str]) -> tuple[str, str]:
    """A goal with {我} for the hero and what it is about, "" for none. {V}: the opponent."""
    for rule in (_mission, _back, _face, _kept, _doomed, _task, _crime):
        found = rule(text)
        if found[0]:
            return found
    if _BLAMED.search(text):
        hid = _HID.search(text)
        if hid and hid[1] in "".join(things):
            return f"查清{hid[1]}的真相，还{{我}}清白", f"{hid[1]}的真相"
        return "洗清{我}的冤屈", "清白"
    if foe is None:
        strange = _STRANGE.search(text)
        if strange:
            return f"查清{strange[1]}里的秘密", f"{strange[1]}里的秘密"
    thing = _found(text)
    if thing:
        return f"查清{thing}背后的真相", f"{thing}背后的真相"
    if re.search("离婚|净身出户|休书|和离|退婚|悔婚", text):
        return "拿回自己的人生，让{V}后悔", "自己的人生"
    if _SCORN.search(text):
        return "让看不起{我}的人都低头", "这口气"
    contest = _CONTEST.search(text)
    if contest and not re.search("夺冠|拿了冠军", text):
        return f"赢下{contest[1].lstrip('在的去参加上于距离')}", contest[1].lstrip(
            "在的去参加上于进闯到了入距离"
        )
    proof = _PROOF.search(text)
    if proof and foe is not None:
        return f"用{proof[1]}揭穿{{V}}", "真相"
    return "", ""


def _found(text: str) -> str:
    """The thing that is come upon, "" for none or somebody."""
    for hit in _FOUND.finditer(text):
        thing = hit[1].lstrip("一张封具双只件本块枚根把份截沓段条个沾")
        if len(thing) >= 2 and not _NO_THING.search(thing):
            return thing
    return ""


def _task(text: str) -> tuple[str, str]:
    """An errand, a riddle of likeness, a system that commands, or being sold."""
    escort = _ESCORT.search(text)
    if escort and re.search("护送|押送|镖", text):
        return escort[0], "这一趟差事"
    alike = _ALIKE.search(text)
    if alike:
        return f"查清{alike[1]}是谁", f"{alike[1]}的身份"
    if re.search("系统(?:让|要|逼|发布|命令|绑定|提示)", text):
        return "摆脱系统的摆布", "自由"
    if _SOLD.search(text):
        return "逃出去，让{V}付出代价", "自由"
    return "", ""


def _mission(text: str) -> tuple[str, str]:
    hit = _ELSE.search(text) or _MISSION.search(text)
    if not hit:
        return "", ""
    about = re.search("(?:的|[本份张枚把]|到|回|出)([\u4e00-\u9fa5]{2,5})$", hit[1])
    return hit[1], about[1] if about else ""


def _back(text: str) -> tuple[str, str]:
    for hit in _TAKE.finditer(text):
        thing = re.sub("^(?:一切|所有)$", "", hit[2])
        thing = re.sub("(?:给|送|换|并|又|还|之后|以后|后).*$", "", thing)
        if len(thing) >= 2 and not re.search("[她他我]|人$|了$", thing):
            return f"夺回{{我}}的{thing}", thing
    return "", ""


def _face(text: str) -> tuple[str, str]:
    """Somebody goes about with the hero's name or face."""
    hit = _WEARS.search(text)
    return (f"夺回{{我}}的{hit[1]}", hit[1]) if hit else ("", "")


def _crime(text: str) -> tuple[str, str]:
    """A crime that the premise names, or a murderer nobody has found."""
    done = _CRIME.search(text)
    if done:
        return f"揭穿{{V}}{done[1]}的真相", "真相"
    if re.search("没抓到的凶手|凶手(?:还|就在|仍|至今)|真凶|谁是凶手|凶手是谁", text):
        return "抓住凶手", "凶手"
    return "", ""


def _kept(text: str) -> tuple[str, str]:
    threat, hold = _THREAT.search(text), _HOLD.search(text)
    place = re.search(f"({_PROPERTY})", text)
    threat = threat or _DOOMED_PLACE.search(text)
    if threat:
        named = re.sub("^.{0,3}的", "", threat[1])
        return f"保住{named}", named
    if hold and (hold[1] or place):
        named = hold[1] or (place[1] if place else "")
        bare = re.search("(?:.{0,2})(?:[\u4e00-\u9fa5]{2})$", named)
        word = bare[0] if bare and len(named) > 4 else named
        word = re.sub("^[岁的了着在]+", "", word)
        return f"守住{word}", word
    return "", ""


def _doomed(text: str) -> tuple[str, str]:
    doom = _DOOM.search(text)
    if doom:
        return f"活过{doom[1]}", "活路"
    if _DEATH.search(text):
        return "活下去，查清是谁要{我}的命", "活路"
    return "", ""
