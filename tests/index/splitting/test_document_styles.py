"""What documents of many offices and styles say of themselves; the expected values come from reading them.

The documents are invented. A value that a document does not state is not in its list: it must stay unknown.
"""

import pytest

from index.loading.html import html_text
from index.loading.markdown import markdown_headings
from index.splitting import split_documents
from index.types import Document, SourceFile

TASKS = "一、总体要求\n坚持目标导向,扎实推进。\n二、主要任务\n(一)完善制度。健全管理机制。\n(二)强化监管。落实责任。\n"
CHAPTERS = (
    "第一章 总则\n第一条 为了加强管理,根据有关法律、法规,制定本办法。\n第二条 本市行政区域内适用本办法。\n"
    "第二章 管理\n第三条 主管部门负责监督管理。\n"
)


def read(text: str, media: str = "text/plain") -> Document:
    headings = markdown_headings(text) if media == "text/markdown" else ()
    if media == "text/html":
        text, headings = html_text(text)
    (document,) = split_documents(SourceFile("a", text, "00", "utf-8", media, headings))
    for field in FIELDS:
        found = getattr(document, field)
        assert found is None or (found.value and document.span.contains(found.span) and found.span.size)
    return document


FIELDS = ("title", "issuer", "place", "doc_no", "issued_on", "published_on")


def values(document: Document) -> dict[str, str]:
    found = {field: value.value for field in FIELDS if (value := getattr(document, field))}
    return found | ({"kind": document.kind} if document.kind else {})


def case(name: str, text: str, media: str = "text/plain", **expected: str) -> object:
    return pytest.param(text, media, expected, id=name)


REPORTS = [
    case(
        "work report",
        "政府工作报告\n\n——2025年1月8日在衢州市第八届人民代表大会第四次会议上\n\n衢州市市长 徐其远\n\n各位代表:\n"
        "现在,我代表市人民政府,向大会报告工作,请予审议。\n一、2024年工作回顾\n全市生产总值增长6.2%。\n"
        "二、2025年工作安排\n推进项目建设。\n",
        title="政府工作报告", kind="报告", issuer="衢州市市长 徐其远", place="衢州市", issued_on="2025-01-08",
    ),
    case(
        "work report of a province, its place in the title",
        "2025年青海省政府工作报告\n——2025年1月20日在青海省第十四届人民代表大会第三次会议上\n各位代表:\n"
        "我代表省人民政府,向大会报告工作。\n一、过去一年工作\n全省经济稳定增长。\n二、今年工作\n稳中求进。\n",
        title="2025年青海省政府工作报告", kind="报告", place="青海省", issued_on="2025-01-20",
    ),
    case(
        "plan report to a congress",
        "关于荆门市2024年国民经济和社会发展计划执行情况与2025年计划草案的报告\n(2025年1月6日在荆门市第十届人民代表大会"
        "第五次会议上)\n荆门市发展和改革委员会\n各位代表:\n受市人民政府委托,现报告如下:\n" + TASKS,
        title="关于荆门市2024年国民经济和社会发展计划执行情况与2025年计划草案的报告", kind="报告",
        issuer="荆门市发展和改革委员会", place="荆门市", issued_on="2025-01-06",
    ),
    case(
        "statistical bulletin with footnote marks",
        "丽水市2024年国民经济和社会发展统计公报[1]\n丽水市统计局  国家统计局丽水调查队\n(2025年3月18日)\n"
        "2024年,全市经济运行总体平稳。\n一、综合\n全年地区生产总值[2]2150.3亿元。\n二、农业\n粮食丰收。\n"
        "注释:\n[1]本公报数据为初步统计数。\n[2]按不变价格计算。\n",
        title="丽水市2024年国民经济和社会发展统计公报", kind="公报", issuer="丽水市统计局 国家统计局丽水调查队",
        place="丽水市", issued_on="2025-03-18",
    ),
    case(
        "white paper with its date in Chinese numerals",
        "大连市知识产权保护状况白皮书(2024年)\n\n大连市知识产权局\n二〇二五年四月\n\n目录\n前言\n"
        "一、保护成效\n全年授权专利增长。\n二、制度建设\n完善制度。\n",
        title="大连市知识产权保护状况白皮书(2024年)", kind="白皮书", issuer="大连市知识产权局", place="大连市",
        issued_on="2025-04",
    ),
    case(
        "company report without a place",
        "远澜新能源股份有限公司\n2024年度环境、社会及治理报告\n\n关于本报告\n报告期为2024年1月1日至2024年12月31日。\n"
        "一、治理架构\n董事会负责监督。\n二、环境\n减少排放。\n",
        title="远澜新能源股份有限公司2024年度环境、社会及治理报告", kind="报告", issuer="远澜新能源股份有限公司",
    ),
    case(
        "guideline of an association",
        "中国公共自行车协会关于发布《共享单车停放指南》团体标准的公告\n中自协标〔2025〕30号\n各会员单位:\n"
        "现发布《共享单车停放指南》,自2025年6月1日起实施。\n一、适用范围\n适用于会员。\n二、要求\n有序停放。\n"
        "中国公共自行车协会\n2025年5月12日\n",
        title="中国公共自行车协会关于发布《共享单车停放指南》团体标准的公告", kind="公告", issuer="中国公共自行车协会",
        doc_no="中自协标〔2025〕30号", issued_on="2025-05-12",
    ),
]  # fmt: skip

LETTERHEADS = [
    case(
        "red letterhead, title over three lines",
        "台州市人民政府文件\n台政发〔2025〕3号\n\n台州市人民政府\n关于加快推进低空经济发展的\n实施意见\n\n"
        "各县(市、区)人民政府,市政府直属各单位:\n为加快推进低空经济发展,提出如下意见。\n" + TASKS
        + "台州市人民政府\n2025年2月11日\n(此件公开发布)\n",
        title="台州市人民政府关于加快推进低空经济发展的实施意见", kind="实施意见", issuer="台州市人民政府",
        place="台州市", doc_no="台政发〔2025〕3号", issued_on="2025-02-11",
    ),
    case(
        "signature with letters set apart",
        "关于加强校园食品安全管理的通知\n\n各县区教育局:\n为加强校园食品安全管理,现将有关事项通知如下:\n" + TASKS
        + "九 江 市 教 育 局\n2025 年 3 月 5 日\n",
        title="关于加强校园食品安全管理的通知", kind="通知", issuer="九江市教育局", place="九江市",
        issued_on="2025-03-05",
    ),
    case(
        "annex behind the signature",
        "佛山市教育局关于开展2025年中小学劳动教育评比工作的通知\n佛教〔2025〕18号\n各区教育局,市直各学校:\n"
        "为做好评比工作,现将有关事项通知如下:\n" + TASKS + "附件:1.申报表\n2.评分标准\n\n佛山市教育局\n"
        "2025年4月2日\n\n附件1\n"
        "申报表\n" + "学校名称填写全称。\n" * 12,
        title="佛山市教育局关于开展2025年中小学劳动教育评比工作的通知", kind="通知", issuer="佛山市教育局",
        place="佛山市", doc_no="佛教〔2025〕18号", issued_on="2025-04-02",
    ),
    case(
        "opinion of party and government",
        "中共嘉兴市委 嘉兴市人民政府\n关于推进城乡融合发展的若干意见\n(2025年3月1日)\n"
        "为推进城乡融合发展,提出如下意见。\n"
        + TASKS,
        title="中共嘉兴市委 嘉兴市人民政府关于推进城乡融合发展的若干意见", kind="若干意见",
        issuer="中共嘉兴市委 嘉兴市人民政府", place="嘉兴市", issued_on="2025-03-01",
    ),
    case(
        "decree of a city",
        "洛阳市人民政府令\n\n第 12 号\n\n《洛阳市停车场管理办法》已经2025年2月3日市人民政府第50次常务会议通过,现予公布,"
        "自2025年4月1日起施行。\n市长 张启明\n2025年2月10日\n\n洛阳市停车场管理办法\n" + CHAPTERS,
        title="洛阳市停车场管理办法", kind="管理办法", issuer="洛阳市人民政府", place="洛阳市",
        doc_no="洛阳市人民政府令 第 12 号", issued_on="2025-02-10",
    ),
    case(
        "note under a regulation with meeting, decree and amendment",
        "保定市物业管理办法\n(2023年5月9日市政府第12次常务会议通过 2023年6月1日保定市人民政府令第8号公布 根据2025年1"
        "月6日"
        "保定市人民政府令第15号修订)\n" + CHAPTERS,
        title="保定市物业管理办法", kind="管理办法", issuer="保定市人民政府", place="保定市",
        doc_no="保定市人民政府令第8号", issued_on="2023-06-01",
    ),
    case(
        "note under a city's law, approved by the province",
        "温州市城市绿化条例\n(2024年10月29日温州市第十四届人民代表大会常务委员会第二十三次会议通过 2024年11月29日浙江省"
        "第十四届人民代表大会常务委员会第十三次会议批准)\n" + CHAPTERS.replace("办法", "条例"),
        title="温州市城市绿化条例", kind="条例", issuer="温州市第十四届人民代表大会常务委员会", place="温州市",
        issued_on="2024-10-29",
    ),
    case(
        "national regulation published by a decree",
        "节约粮食条例\n(2024年8月30日国务院第40次常务会议通过 2024年9月24日中华人民共和国国务院令第790号公布 "
        "自2025年1月1日起施行)\n" + CHAPTERS.replace("本市", "中国").replace("办法", "条例"),
        title="节约粮食条例", kind="条例", issuer="中华人民共和国国务院", doc_no="中华人民共和国国务院令第790号",
        issued_on="2024-09-24",
    ),
    case(
        "reply of the State Council",
        "国务院关于同意在洛阳市设立综合改革试点的批复\n国函〔2025〕8号\n河南省人民政府:\n你省关于设立试点的请示收悉。"
        "现批复如下:\n一、同意设立试点。\n二、要抓好落实。\n国务院\n2025年1月20日\n",
        title="国务院关于同意在洛阳市设立综合改革试点的批复", kind="批复", issuer="国务院", place="洛阳市",
        doc_no="国函〔2025〕8号", issued_on="2025-01-20",
    ),
    case(
        "numbered announcement of an office",
        "厦门市市场监督管理局公告\n2025年第8号\n关于电梯维护保养抽查情况的公告\n"
        "为加强电梯安全监管,现将抽查情况公告如下:\n"
        "一、抽查情况\n共抽查60家。\n二、处理\n责令改正。\n厦门市市场监督管理局\n2025年5月16日\n",
        title="关于电梯维护保养抽查情况的公告", kind="公告", issuer="厦门市市场监督管理局", place="厦门市",
        doc_no="厦门市市场监督管理局公告 2025年第8号", issued_on="2025-05-16",
    ),
    case(
        "letter to a ministry's office",
        "国家能源局综合司关于征求《储能电站管理规范》意见的函\n国能综函安全〔2025〕9号\n各省能源局:\n"
        "为加强管理,现征求意见:\n"
        + TASKS + "国家能源局综合司\n2025年2月7日\n",
        title="国家能源局综合司关于征求《储能电站管理规范》意见的函", kind="函", issuer="国家能源局综合司",
        doc_no="国能综函安全〔2025〕9号", issued_on="2025-02-07",
    ),
    case(
        "speech",
        "在绍兴市优化营商环境推进大会上的讲话\n(2025年2月5日)\n市委书记 陈某某\n\n同志们:\n今天召开大会,讲三点意见。\n"
        "一、提高认识\n形势逼人。\n二、狠抓落实\n真抓实干。\n",
        title="在绍兴市优化营商环境推进大会上的讲话", kind="讲话", place="绍兴市", issued_on="2025-02-05",
    ),
    case(
        "no place in the title, the office relative, the text about one city",
        "市政府办公室关于印发居家养老服务提升行动方案的通知\n通政办发〔2025〕8号\n各县(市、区)人民政府:\n"
        "《居家养老服务提升行动方案》已经市政府同意,现印发给你们,请认真组织实施。\n南通市政府办公室\n2025年3月3日\n"
        "居家养老服务提升行动方案\n为提升南通市居家养老服务水平,制定本方案。\n" + TASKS,
        title="居家养老服务提升行动方案", kind="行动方案", issuer="南通市政府办公室", place="南通市",
        doc_no="通政办发〔2025〕8号", issued_on="2025-03-03",
    ),
    case(
        "a ministry's notice that names cities as examples",
        "关于推广绿色建材试点经验的通知\n各省、自治区、直辖市住房和城乡建设厅:\n为推广试点经验,现将有关事项通知如下:\n"
        "一、主要做法\n杭州市建立目录,南京市给予补贴,青岛市开展检测。\n二、要求\n认真学习。\n住房和城乡建设部\n"
        "2025年6月4日\n",
        title="关于推广绿色建材试点经验的通知", kind="通知", issuer="住房和城乡建设部", issued_on="2025-06-04",
    ),
    case(
        "no office and no place anywhere",
        "社区图书室开放管理办法\n第一条 为规范开放,制定本办法。\n第二条 每日开放八小时。\n第三条 读者凭证入室。\n",
        title="社区图书室开放管理办法", kind="管理办法",
    ),
]  # fmt: skip

TAIWAN_HONG_KONG_MACAU = [
    case(
        "official letter of Taiwan",
        "檔　　號:\n保存年限:\n\n臺南市政府　函\n\n地址:708201臺南市安平區永華路二段6號\n承辦人:王小明\n"
        "電話:06-2990000\n\n"
        "受文者:本府各局處\n發文日期:中華民國114年3月5日\n發文字號:府環綜字第1140012345號\n速別:普通件\n附件:如說明\n\n"
        "主旨:檢送「臺南市低碳標章作業說明」1份,請查照。\n說明:\n一、依本府環境保護局簽辦理。\n二、請轉知所屬。\n",
        title="臺南市政府 函", kind="函", issuer="臺南市政府", place="臺南市", doc_no="府環綜字第1140012345號",
        issued_on="2025-03-05",
    ),
    case(
        "Taiwan's law portal",
        "法規名稱:高雄市共享運具管理自治條例\n公發布日:民國 113 年 02 月 05 日\n法規體系:交通\n"
        "第 1 條\n高雄市政府為管理共享運具,特制定本自治條例。\n第 2 條\n本自治條例之主管機關為本府交通局。\n",
        title="高雄市共享運具管理自治條例", kind="条例", place="高雄市", issued_on="2024-02-05",
    ),
    case(
        "history line under a Taiwanese by-law",
        "新竹市公園綠地認養自治條例\n中華民國一百一十四年五月二十六日新竹市政府府城綠字第1140051188號令制定公布全文"
        "二十二條\n"
        "第 1 條\n為鼓勵認養公園綠地,特制定本自治條例。\n第 2 條\n主管機關為本府。\n",
        title="新竹市公園綠地認養自治條例", kind="条例", issuer="新竹市政府", place="新竹市",
        doc_no="府城綠字第1140051188號", issued_on="2025-05-26",
    ),
    case(
        "Taiwanese plan with its county by its short name alone",
        "宜蘭淨零綠生活推動計畫\n\n壹、計畫緣起\n為推動宜蘭淨零轉型,訂定本計畫。\n貳、計畫目標\n一、減少排放。\n"
        "二、擴大參與。\n",
        title="宜蘭淨零綠生活推動計畫", kind="计划", place="宜蘭縣",
    ),
    case(
        "paper of Hong Kong's Legislative Council",
        "立法會CB(1)123/2025(03)號文件\n檔號:DEVB(PL)12/3\n\n二○二五年三月二十五日會議\n討論文件\n\n"
        "立法會發展事務委員會\n\n"
        "「簡樸房」規管制度\n\n目的\n1. 本文件向委員簡介香港「簡樸房」規管制度的建議。\n背景\n"
        "2. 香港約有11萬個分間單位。\n"
        "3. 政府建議立法。香港的業主須登記。\n房屋局\n二○二五年三月\n",
        issuer="房屋局", place="香港特別行政區", doc_no="立法會CB(1)123/2025(03)號文件", issued_on="2025-03",
    ),
    case(
        "paper of a district council in Hong Kong",
        "沙田區議會文件第 7/2025 號\n「單車友善沙田」設施改善計劃\n目的\n1. 本文件旨在徵詢委員意見。\n"
        "2. 工程分兩期進行。\n"
        "運輸署\n2025年6月\n",
        title="「單車友善沙田」設施改善計劃", kind="计划", issuer="運輸署", place="香港特別行政區",
        doc_no="沙田區議會文件第 7/2025 號", issued_on="2025-06",
    ),
    case(
        "administrative regulation of Macau",
        "第12/2025號行政法規\n\n澳門公共停車場管理規章\n\n行政長官根據《澳門特別行政區基本法》第五十條(五)項,制定本"
        "行政法規。\n"
        "第一條\n標的\n本行政法規訂定停車場的管理規則。\n第二條\n適用範圍\n適用於公共停車場。\n",
        title="澳門公共停車場管理規章", kind="管理规章", place="澳門特別行政區", doc_no="第12/2025號行政法規",
    ),
]  # fmt: skip

PAGES = [
    case(
        "news page: the article's heading, not the page's name; the city that it is about",
        '<html><head><title>我市公布新一轮托育补贴_章贡新闻网</title></head><body><ul class="menu"><li><a href="/">'
        '首页</a></li></ul>'
        "<h1>每个孩子每月补贴300元 赣州托育再加力</h1><p>2025-03-04 08:20 来源:章贡新闻网 记者 林小小</p>"
        "<p>3月3日,市政府新闻办召开发布会,介绍赣州市托育服务。</p><p>今年,赣州将新增托位2000个。据介绍,赣州已有"
        "托育机构500家。</p><p>补贴自4月1日起发放。</p></body></html>",
        "text/html",
        title="每个孩子每月补贴300元 赣州托育再加力", place="赣州市", published_on="2025-03-04",
    ),
    case(
        "the page's name repeats the heading with the site",
        "<html><head><title>许昌市再生水利用方案-许昌市人民政府</title></head><body><h1>许昌市再生水利用方案</h1>"
        "<p>发布机构:许昌市水利局 成文日期:2025年6月30日 文号:许水〔2025〕14号</p><p>各县区人民政府:</p>"
        "<p>为推进再生水利用,制定本方案。</p><p>一、目标</p><p>到2027年达到42%。</p></body></html>",
        "text/html",
        title="许昌市再生水利用方案", kind="方案", issuer="许昌市水利局", place="许昌市", doc_no="许水〔2025〕14号",
        issued_on="2025-06-30",
    ),
    case(
        "labels in a table",
        "<html><body><table><tr><td>索引号</td><td>11330-2025-7</td></tr><tr><td>发布机构</td><td>湖州市人民政府办公"
        "室</td></tr>"
        "<tr><td>成文日期</td><td>2025-07-01</td></tr><tr><td>文号</td><td>湖政办发〔2025〕21号</td></tr></table>"
        "<h1>湖州市养老服务设施布局规划</h1><p>为优化布局,制定本规划。</p><p>一、目标</p><p>优化布局。</p></body></h"
        "tml>",
        "text/html",
        title="湖州市养老服务设施布局规划", kind="规划", issuer="湖州市人民政府办公室", place="湖州市",
        doc_no="湖政办发〔2025〕21号", issued_on="2025-07-01",
    ),
    case(
        "front matter",
        "---\ntitle: 株洲市交通运输发展规划\nissuer: 株洲市交通运输局\ndate: 2025-06-01\ntags: [规划, 交通]\n---\n\n"
        "# 株洲市交通运输发展规划\n\n## 一、基础\n株洲市路网完善。\n## 二、目标\n到2030年建成。\n",
        "text/markdown",
        title="株洲市交通运输发展规划", kind="发展规划", issuer="株洲市交通运输局", place="株洲市",
        published_on="2025-06-01",
    ),
    case(
        "byline under a Markdown heading",
        "# 钦州市防汛应急预案(2025年修订)\n\n**钦政办〔2025〕39号　钦州市人民政府办公室　2025年4月11日印发**\n\n"
        "## 1 总则\n\n"
        "### 1.1 编制目的\n提前防范洪涝灾害。\n\n### 1.2 适用范围\n适用于本市。\n",
        "text/markdown",
        title="钦州市防汛应急预案(2025年修订)", kind="应急预案", issuer="钦州市人民政府办公室", place="钦州市",
        doc_no="钦政办〔2025〕39号", issued_on="2025-04-11",
    ),
    case(
        "Markdown table of particulars",
        "# 广安市水资源利用规划(节选)\n\n| 项目 | 内容 |\n|---|---|\n| 编制单位 | 广安市水务局 |\n"
        "| 批准机关 | 广安市人民政府 |\n\n"
        "## 第一章 形势\n\n广安市水资源偏少。\n\n## 第二章 目标\n\n提高效率。\n",
        "text/markdown",
        title="广安市水资源利用规划(节选)", kind="规划", issuer="广安市水务局", place="广安市",
    ),
    case(
        "news in plain text",
        "阜阳:老旧小区加装电梯提速\n2025-05-06 09:12 来源:阜阳日报\n"
        "本报讯 5月5日,记者从市住建局获悉,阜阳今年计划加装电梯120部。\n"
        "阜阳市财政给予每部20万元补助。\n阜阳还将优化审批。\n",
        title="阜阳:老旧小区加装电梯提速", place="阜阳市", published_on="2025-05-06",
    ),
    case(
        "news about a province and several of its cities",
        "绿电交易扩围\n2025-05-06 09:12 来源:能源周刊\n记者获悉,无锡市、徐州市、盐城市已开展绿电交易。\n"
        "无锡市成交2亿度,徐州市"
        "成交1亿度。\n盐城市还将扩围。\n",
        title="绿电交易扩围", published_on="2025-05-06",
    ),
]  # fmt: skip


MORE = [
    case(
        "two offices over the title and the number below it",
        "中共潍坊市委办公室\n潍坊市人民政府办公室\n关于印发《潍坊市数字乡村建设行动方案》的通知\n潍办发〔2025〕7号\n"
        "各县市区党委、人民政府:\n《潍坊市数字乡村建设行动方案》已经市委、市政府同意,现印发给你们,请认真贯彻落实。\n"
        "中共潍坊市委办公室\n潍坊市人民政府办公室\n2025年3月3日\n潍坊市数字乡村建设行动方案\n"
        "为推进数字乡村,制定本方案。\n" + TASKS,
        title="潍坊市数字乡村建设行动方案", kind="行动方案", issuer="中共潍坊市委办公室 潍坊市人民政府办公室",
        place="潍坊市", doc_no="潍办发〔2025〕7号", issued_on="2025-03-03",
    ),
    case(
        "the years of a title on a line of their own",
        "昆明市滇池保护治理三年行动计划\n(2025—2027年)\n\n昆明市滇池管理局\n2025年2月\n\n为保护滇池,制定本计划。\n"
        "" + TASKS,
        title="昆明市滇池保护治理三年行动计划(2025—2027年)", kind="行动计划", issuer="昆明市滇池管理局", place="昆明市",
        issued_on="2025-02",
    ),
    case(
        "the body that publishes says so; its office alone under the title",
        "西宁市充电设施建设指南(试行)\n\n西宁市发展和改革委员会发布\n2025年6月\n\n1 范围\n本指南适用于西宁市。\n"
        "2 术语\n指设施。\n",
        title="西宁市充电设施建设指南(试行)", kind="建设指南", issuer="西宁市发展和改革委员会", place="西宁市",
        issued_on="2025-06",
    ),
    case(
        "a city's standard",
        "DB4403/T 123—2025\n深圳市地方标准\n近零碳园区评价规范\n深圳市市场监督管理局 发布\n"
        "2025-03-01发布 2025-04-01实施\n前言\n"
        "本文件按照GB/T 1.1给出的规则起草。\n1 范围\n本文件规定了评价要求。\n",
        title="近零碳园区评价规范", kind="规范", issuer="深圳市市场监督管理局", place="深圳市",
        doc_no="DB4403/T 123—2025", issued_on="2025-03-01",
    ),
    case(
        "decree of a ministry, its number with a year",
        "中华人民共和国交通运输部令\n2025年第3号\n《网约车管理规定》已于2025年2月2日经第3次部务会议通过,现予公布。\n"
        "部长 刘某\n2025年2月8日\n网约车管理规定\n" + CHAPTERS.replace("本市", "中国"),
        title="网约车管理规定", kind="管理规定", issuer="中华人民共和国交通运输部",
        doc_no="中华人民共和国交通运输部令 2025年第3号", issued_on="2025-02-08",
    ),
    case(
        "a district, with the city before it",
        "杭州市西湖区教育局关于做好2025年入学工作的通知\n各学校:\n为做好入学工作,现将有关事项通知如下:\n" + TASKS
        + "杭州市西湖区教育局\n2025年4月1日\n",
        title="杭州市西湖区教育局关于做好2025年入学工作的通知", kind="通知", issuer="杭州市西湖区教育局",
        place="西湖区", issued_on="2025-04-01",
    ),
    case(
        "a quarter under renovation is no district",
        "常州市老旧小区改造管理办法\n第一条 为了改造常州市老旧小区,制定本办法。\n第二条 本市适用。\n",
        title="常州市老旧小区改造管理办法", kind="管理办法", place="常州市",
    ),
    case(
        "footnote mark in a circle, office and date on one line",
        "2024年攀枝花市国民经济和社会发展统计公报①\n攀枝花市统计局 2025年3月28日\n2024年,全市生产总值1400亿元。\n"
        "一、综合\n增长6%。\n二、农业\n增长4%。\n",
        title="2024年攀枝花市国民经济和社会发展统计公报", kind="公报", issuer="攀枝花市统计局", place="攀枝花市",
        issued_on="2025-03-28",
    ),
    case(
        "signature over copies and the printer's line",
        "关于调整公积金政策的通知\n\n各缴存单位、缴存职工:\n经研究,现就调整政策通知如下:\n" + TASKS
        + "            咸阳市住房公积金管理中心\n               2025年5月9日\n\n(此件主动公开)\n抄送:市住建局。\n"
        "咸阳市住房公积金管理中心办公室 2025年5月9日印发\n",
        title="关于调整公积金政策的通知", kind="通知", issuer="咸阳市住房公积金管理中心", place="咸阳市",
        issued_on="2025-05-09",
    ),
    case(
        "reply to a proposal, the place in the number's office and the text",
        "对市政协十四届四次会议第0123号提案的答复\n台建提〔2025〕12号\n陈某委员:\n"
        "您提出的关于加装电梯的提案收悉。现答复如下:\n"
        "一、基本情况\n台州市已加装电梯2000部。\n二、下一步\n台州市将继续推进。\n台州市住房和城乡建设局\n"
        "2025年6月11日\n",
        title="对市政协十四届四次会议第0123号提案的答复", kind="答复", issuer="台州市住房和城乡建设局", place="台州市",
        doc_no="台建提〔2025〕12号", issued_on="2025-06-11",
    ),
    case(
        "Taiwanese order with the by-law that it makes",
        "臺北市政府 令\n發文日期:中華民國114年7月8日\n發文字號:府法綜字第1143030303號\n"
        "訂定「臺北市共享停車獎勵辦法」。\n"
        "附「臺北市共享停車獎勵辦法」\n市長 蔣某某\n臺北市共享停車獎勵辦法\n第 1 條\n為獎勵共享停車,特訂定本辦法。\n"
        "第 2 條\n本辦法主管機關為臺北市停車管理工程處。\n",
        title="臺北市共享停車獎勵辦法", kind="办法", issuer="臺北市政府", place="臺北市",
        doc_no="府法綜字第1143030303號", issued_on="2025-07-08",
    ),
    case(
        "Taiwanese press release: the year of the Republic without its name",
        "新北市政府新聞稿\n發布日期:114年6月3日\n發布單位:新北市政府交通局\n標題:新北幸福小黃上路 偏鄉就醫更便利\n"
        "新北市政府交通局表示,新北幸福小黃即日起新增五條路線。\n民眾可於七日前預約。\n",
        title="新北幸福小黃上路 偏鄉就醫更便利", issuer="新北市政府交通局", place="新北市", published_on="2025-06-03",
    ),
    case(
        "press release of Hong Kong's government, dated at its end",
        "新聞公報\n\n政府推出樓宇更新資助計劃\n************\n\n"
        "  發展局今日(三月五日)宣布推出資助計劃,合資格業主可獲資助。\n"
        "  發言人說:「香港有大量舊樓,計劃將惠及二千幢。」\n\n完\n\n2025年3月5日(星期三)\n香港時間12時30分\n",
        title="政府推出樓宇更新資助計劃", kind="计划", place="香港特別行政區", issued_on="2025-03-05",
    ),
    case(
        "Chinese front matter, its title quoted",
        '---\n标题: "邯郸市太极拳产业发展规划"\n发布机构: 邯郸市体育局\n发布日期: 2025-02-02\n'
        '文号: 邯体〔2025〕4号\n---\n\n'
        "一、总体要求\n发展产业。\n二、任务\n建设场馆。\n",
        "text/markdown",
        title="邯郸市太极拳产业发展规划", kind="发展规划", issuer="邯郸市体育局", place="邯郸市",
        doc_no="邯体〔2025〕4号", published_on="2025-02-02",
    ),
    case(
        "particulars as a list of a Markdown text",
        "# 关于支持民宿发展的若干措施\n\n- **发文单位**:丽江市文化和旅游局\n- **文号**:丽文旅发〔2025〕8号\n\n"
        "## 一、补贴\n每家2万元。\n## 二、奖励\n评级奖励。\n",
        "text/markdown",
        title="关于支持民宿发展的若干措施", kind="若干措施", issuer="丽江市文化和旅游局", place="丽江市",
        doc_no="丽文旅发〔2025〕8号",
    ),
    case(
        "the site's name as the only first heading",
        "<html><head><title>淮北市居家适老化改造补贴办法</title></head><body><h1>淮北市人民政府网</h1>"
        "<h2>淮北市居家适老化改造补贴办法</h2><p>时间:2025-05-06 15:20 来源:市民政局</p><p>第一条 为推进改造,制定本"
        "办法。</p>"
        "<p>第二条 每户补贴3000元。</p></body></html>",
        "text/html",
        title="淮北市居家适老化改造补贴办法", kind="办法", place="淮北市", published_on="2025-05-06",
    ),
    case(
        "where a report was written is not what it is about",
        "原标题:绵阳一校长谈办学\n中新网北京8月12日电 如何办好一所学校?绵阳某学校校长说,要以学生为本。\n"
        "绵阳的经验是因材施教。\n"
        "绵阳还有多所学校参加,论坛在北京举行。\n",
        place="绵阳市",
    ),
    case(
        "a place's name inside other words is none",
        "卫星发射任务\n今年将进行高密度发射。高密度发射考验能力。世界首富和世界首家公司参与。四平路街道商会与四平路"
        "小学参观。\n"
        "高密度发射仍将持续,世界首个项目启动。四平路上人很多。\n",
    ),
    case(
        "labels in brackets, as portals of law have them",
        "【法规标题】 沈阳市供热管理条例\n【颁布单位】 沈阳市人民代表大会常务委员会\n"
        "【发文字号】 沈阳市人大常委会公告第12号\n"
        "【颁布时间】 2024-08-01\n【时效性】 有效\n第一条 为加强供热管理,制定本条例。\n第二条 适用本市。\n",
        title="沈阳市供热管理条例", kind="管理条例", issuer="沈阳市人民代表大会常务委员会", place="沈阳市",
        doc_no="沈阳市人大常委会公告第12号", issued_on="2024-08-01", published_on="2024-08-01",
    ),
    case(
        "decree of the President with its number in numerals",
        "中华人民共和国主席令\n第二十三号\n《中华人民共和国某某法》已由第十四届全国人民代表大会常务委员会第十次会议"
        "于2024年6月28日"
        "通过,现予公布。\n中华人民共和国主席 某某\n2024年6月28日\n中华人民共和国某某法\n"
        "" + CHAPTERS.replace("本市", "中国"),
        title="中华人民共和国某某法", kind="法", issuer="中华人民共和国主席", doc_no="中华人民共和国主席令 第二十三号",
        issued_on="2024-06-28",
    ),
    case(
        "a law of Taiwan with its history",
        "食農教育法\n中華民國111年5月4日總統華總一經字第11100037891號令制定公布全文20條\n第 1 條\n"
        "為推動食農教育,特制定本法。\n"
        "第 2 條\n主管機關:在中央為農業部。\n",
        title="食農教育法", kind="法", issuer="總統", doc_no="華總一經字第11100037891號", issued_on="2022-05-04",
    ),
    case(
        "signature with the day of printing",
        "兴安盟草原防火应急预案\n\n1 总则\n1.1 目的\n提高能力。\n1.2 适用\n适用于兴安盟。\n2 组织\n指挥部。\n\n"
        "兴安盟行政公署办公室\n2025年3月6日印发\n",
        title="兴安盟草原防火应急预案", kind="应急预案", issuer="兴安盟行政公署办公室", place="兴安盟",
        issued_on="2025-03-06",
    ),
    case(
        "an English notice",
        "Notice of the Shenzhen Municipal Transport Bureau on Bus Lanes\n\n"
        "To ease traffic, the following is notified.\n"
        "1. Lanes are open to buses.\n2. Fines are 200 yuan.\n",
        title="Notice of the Shenzhen Municipal Transport Bureau on Bus Lanes", place="深圳市",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "media", "expected"), [*REPORTS, *LETTERHEADS, *TAIWAN_HONG_KONG_MACAU, *PAGES, *MORE]
)
def test_what_a_document_says_of_itself(text: str, media: str, expected: dict[str, str]) -> None:
    assert values(read(text, media)) == expected
