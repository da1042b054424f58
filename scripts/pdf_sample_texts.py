"""What the PDFs of ``tests/golden/pdf`` say: texts of an invented city, written for them."""

# ruff: noqa: E501  (the lines are paragraphs)

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["ANNEX", "ENGLISH", "LAW", "MEASURES", "NOTICE", "PLAN", "REPORT", "TABLE", "Block"]


class Block(NamedTuple):
    """A paragraph of a kind ("title", "h1", "h2", "p" …), or a table with the widths of its columns in cm.

    In a text, ``{{…}}`` is a footnote. In a table, a cell ``^`` goes on with the one above.
    """

    kind: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[float] = ()


def _blocks(text: str) -> list[Block]:
    """Read ``kind|text`` lines; a line without a kind is a paragraph."""
    made = []
    for line in text.strip().splitlines():
        kind, bar, said = line.partition("|")
        made.append(Block(kind, said) if bar else Block("p", line))
    return made


PLAN = _blocks(
    """
title|云川市绿色建筑行动方案
flush|各县（市、区）人民政府，市政府各部门、各直属单位：
为深入贯彻落实国家和省关于碳达峰碳中和的决策部署，加快推动城乡建设绿色低碳发展，结合我市实际，制定本方案。
h1|一、总体要求
h2|（一）指导思想
坚持以人民为中心的发展思想，完整、准确、全面贯彻新发展理念，以提升建筑能效水平为重点，以科技创新和制度创新为动力，推动建筑领域能源消费方式转变，加快形成节约适度、绿色低碳、文明健康的生产生活方式和消费模式，为全市如期实现碳达峰目标提供有力支撑。
h2|（二）主要目标
到2025年，城镇新建建筑全面执行绿色建筑标准，星级绿色建筑占比达到35%以上，新建公共机构建筑、新建厂房屋顶光伏覆盖率力争达到52%，城镇建筑可再生能源替代率达到9%，完成既有建筑节能改造180万平方米。
到2030年，建筑用能结构进一步优化，绿色低碳建造方式基本普及，建筑领域二氧化碳排放量达到峰值，装配式建筑占当年城镇新建建筑的比例达到45%以上。
h1|二、重点任务
h2|（一）提高新建建筑节能水平
1.严格执行节能标准。新建居住建筑和公共建筑全面执行国家和省现行节能设计标准，鼓励政府投资的公益性建筑、大型公共建筑执行更高标准。2026年起，市中心城区新建国家机关办公建筑应当达到二星级以上绿色建筑标准。
2.推广超低能耗建筑。在云川高新区、临江新城开展超低能耗建筑规模化示范，到2025年累计建设超低能耗建筑60万平方米。对达到超低能耗建筑标准的项目，因外墙保温增加的建筑面积，在不突破规划条件的前提下，可不计入容积率核算。
h2|（二）推进既有建筑绿色改造
1.摸清底数。市住房和城乡建设局牵头，用一年时间对2000年以前建成的城镇居住建筑开展节能普查，建立台账，实行动态管理，普查结果每年6月底前向社会公布。
2.分类实施。结合城镇老旧小区改造，同步实施外墙、屋面、门窗等围护结构节能改造，改造后的居住建筑整体能效提升30%以上；公共建筑改造后整体能效提升20%以上。
h2|（三）优化建筑用能结构
积极推进太阳能、浅层地热能、空气热能、生物质能等可再生能源在建筑中的应用。党政机关、学校、医院等公共机构新建建筑应当安装太阳能光伏系统，既有建筑具备条件的应当逐步加装。在城市新区、产业园区推广集中供冷供热，建设区域能源站12座，供能面积达到900万平方米。
h1|三、保障措施
h2|（一）加强组织领导
成立市绿色建筑发展领导小组，由分管副市长任组长，领导小组办公室设在市住房和城乡建设局，负责日常工作。各县（市、区）要建立相应的工作机制，制定年度计划，逐级分解任务。（责任单位：市住房和城乡建设局、市发展和改革委员会、市自然资源和规划局）
h2|（二）强化资金支持
市财政每年安排绿色建筑发展专项资金5000万元，对二星级、三星级绿色建筑分别给予每平方米30元、50元的奖励，单个项目奖励总额不超过300万元。鼓励金融机构开发绿色信贷产品。
h2|（三）严格监督考核
将绿色建筑工作纳入对各县（市、区）政府和市直有关部门的年度综合考核。对工作成效显著的单位予以通报表扬，对未完成年度任务的单位予以约谈并责令限期整改。
本方案自印发之日起施行，有效期至2030年12月31日。
"""
)

REPORT = _blocks(
    """
title|云川市2023年国民经济和社会发展统计公报
centre|云川市统计局
centre|2024年3月18日
2023年，全市上下坚持稳中求进工作总基调，着力扩大内需、优化结构、提振信心、防范化解风险，经济运行回升向好，社会大局保持稳定，高质量发展迈出坚实步伐。
h1|一、综合
初步核算，全年地区生产总值3862.4亿元，按不变价格计算，比上年增长5.8%。其中，第一产业增加值271.6亿元，增长4.1%；第二产业增加值1620.3亿元，增长6.4%；第三产业增加值1970.5亿元，增长5.5%。三次产业结构为7.0:42.0:51.0。按常住人口计算，人均地区生产总值86420元，比上年增长5.6%。
年末全市常住人口447.2万人，其中城镇常住人口301.9万人，占总人口比重为67.5%，比上年末提高0.8个百分点。全年出生人口2.6万人，出生率为5.81‰；死亡人口3.3万人，死亡率为7.38‰。
全年城镇新增就业5.42万人，城镇失业人员再就业2.13万人，就业困难人员就业0.87万人。年末城镇登记失业率为2.9%。
h1|二、农业
全年粮食种植面积42.8万公顷，比上年增加0.3万公顷；粮食总产量268.5万吨，增长1.2%，其中夏粮91.4万吨，秋粮177.1万吨。蔬菜及食用菌产量312.7万吨，增长3.4%。水果产量58.9万吨，增长2.7%。
全年猪牛羊禽肉产量36.8万吨，比上年增长2.9%。生猪年末存栏148.3万头，全年出栏231.6万头。水产品产量19.5万吨，增长4.4%。
h1|三、工业和建筑业
全年全部工业增加值1388.7亿元，比上年增长6.6%。规模以上工业增加值增长7.1%，其中高技术制造业增加值增长12.8%，占规模以上工业增加值的比重为21.4%。新能源汽车产量9.7万辆，增长46.2%；光伏组件产量6.3吉瓦，增长58.0%。
全年全社会用电量216.8亿千瓦时，比上年增长6.9%，其中工业用电量142.5亿千瓦时，增长7.3%。年末全市发电装机容量748.6万千瓦，其中风电86.2万千瓦，太阳能发电213.9万千瓦。
全年建筑业增加值231.6亿元，比上年增长5.2%。具有资质等级的总承包和专业承包建筑业企业利润28.4亿元，增长3.1%。
h1|四、固定资产投资
全年固定资产投资（不含农户）比上年增长6.2%。分领域看，基础设施投资增长8.9%，制造业投资增长11.7%，房地产开发投资下降7.5%。民间投资占固定资产投资的比重为54.3%。
h1|五、人民生活
全年全体居民人均可支配收入43168元，比上年增长6.1%。城镇居民人均可支配收入53240元，增长5.3%；农村居民人均可支配收入27415元，增长7.6%。城乡居民人均可支配收入比值为1.94，比上年缩小0.05。
年末全市参加城镇职工基本养老保险人数142.6万人，增加6.8万人；参加失业保险人数61.3万人，参加工伤保险人数74.9万人。全年城市最低生活保障标准为每人每月820元。
h1|六、资源环境
全年平均气温16.9摄氏度，降水量1084毫米。市区空气质量优良天数比率为84.9%，细颗粒物平均浓度为每立方米33微克，比上年下降5.7%。全年万元地区生产总值能耗比上年下降3.2%。
"""
)

NOTICE = _blocks(
    """
red|云川市人民政府文件
number|云政发〔2024〕15号
title|云川市人民政府关于印发云川市促进新能源汽车推广应用若干措施的通知
flush|各县（市、区）人民政府，市政府各部门、各直属单位：
《云川市促进新能源汽车推广应用若干措施》已经市政府第38次常务会议审议通过，现印发给你们，请认真组织实施。
right|云川市人民政府
right|2024年5月20日
flush|（此件公开发布）
title|云川市促进新能源汽车推广应用若干措施
为加快新能源汽车推广应用，促进汽车产业转型升级，制定如下措施。
一、扩大公共领域应用。自2025年1月1日起，新增和更新的城市公交车、出租汽车全部使用新能源汽车，环卫、物流配送车辆中新能源汽车比例不低于80%。
二、完善充电基础设施。到2025年底，全市建成公共充电桩1.8万个，车桩比达到2.5:1。新建居住区固定车位应当100%建设充电设施或者预留安装条件。
三、实施购车补贴。2024年6月1日至12月31日，个人消费者在本市购买新能源乘用车并上牌的，按购车价格给予每辆2000元至6000元补贴。
四、优化通行管理。新能源汽车不受高峰时段限行措施限制，在市属公共停车场停放前2小时免费。
本措施由市工业和信息化局会同有关部门负责解释。
"""
)

_HEADERS = ("序号", "任务", "指标", "目标值（2025年）", "责任单位")
_TASKS = [
    ("1", "能源结构调整", "非化石能源消费比重", "18%左右", "市发展和改革委员会"),
    ("2", "^", "风电装机容量", "120万千瓦", "市发展和改革委员会"),
    ("3", "^", "太阳能发电装机容量", "300万千瓦", "市发展和改革委员会、国网云川供电公司"),
    ("4", "工业节能降碳", "规模以上工业单位增加值能耗下降", "14%", "市工业和信息化局"),
    ("5", "^", "绿色工厂数量", "60家", "市工业和信息化局"),
    ("6", "^", "大宗工业固体废物综合利用率", "92%", "市生态环境局、市工业和信息化局"),
    ("7", "城乡建设", "星级绿色建筑占比", "35%以上", "市住房和城乡建设局"),
    ("8", "^", "装配式建筑占新建建筑比例", "35%", "市住房和城乡建设局"),
    ("9", "^", "新建厂房屋顶光伏覆盖率", "52%", "市住房和城乡建设局、市机关事务管理局"),
    ("10", "交通运输", "新能源公交车占比", "95%", "市交通运输局"),
    ("11", "^", "公共充电桩", "1.8万个", "市交通运输局、市城市管理局"),
    ("12", "^", "铁路货运量增长", "10%", "市交通运输局"),
    ("13", "农业农村", "农作物秸秆综合利用率", "93%", "市农业农村局"),
    ("14", "^", "畜禽粪污综合利用率", "88%", "市农业农村局"),
    ("15", "生态碳汇", "森林覆盖率", "41.5%", "市林业局"),
    ("16", "^", "森林蓄积量", "2600万立方米", "市林业局"),
    ("17", "^", "新增造林面积", "3.2万亩", "市林业局、市自然资源和规划局"),
    ("18", "科技创新", "全社会研发经费投入强度", "2.6%", "市科学技术局"),
    ("19", "^", "绿色低碳技术创新平台", "25个", "市科学技术局"),
    ("20", "全民行动", "节约型机关创建比例", "90%", "市机关事务管理局"),
    ("21", "^", "城市生活垃圾分类覆盖率", "100%", "市城市管理局"),
    ("22", "^", "绿色出行比例", "72%", "市交通运输局、市公安局"),
]

TABLE = [
    *_blocks(
        """
title|云川市碳达峰重点任务分解表
为推动碳达峰实施方案落地见效，将各项任务分解如下。各责任单位应当于每年1月15日前将上年度完成情况报送市碳达峰碳中和工作领导小组办公室。
h1|一、任务分解
"""
    ),
    Block("table", rows=[_HEADERS, *_TASKS], widths=(1.3, 2.8, 4.6, 3.0, 3.9)),
    *_blocks(
        """
h1|二、工作要求
各责任单位要按照职责分工，制定年度工作计划，明确时间表、路线图，确保各项任务按期完成。对进展滞后的任务，由领导小组办公室进行督办。
"""
    ),
]

MEASURES = _blocks(
    """
title|云川市数据要素市场化配置改革实施办法
h1|一、总体目标
到2026年，全市公共数据开放数据集达到5000个以上{{公共数据，是指国家机关和法律、法规授权的具有管理公共事务职能的组织在履行职责过程中收集、产生的数据。}}，数据交易规模突破80亿元，培育数据服务企业300家，初步建成制度完善、流通高效、安全可控的数据要素市场体系{{数据要素市场体系包括数据登记、评估、交易、交付和清算等环节。}}。
h1|二、主要任务
加快公共数据归集共享。市大数据管理局负责建设全市统一的公共数据平台，除法律、行政法规另有规定外，市级部门的信息系统应当在2025年6月底前全部接入平台。各部门应当编制公共数据目录并动态更新，更新周期不得超过30日。对高频使用的人口、法人、自然资源和空间地理、电子证照等基础数据，应当实现实时共享。
推进公共数据授权运营。授权运营单位由市人民政府通过公开招标等方式确定，授权期限一般不超过5年{{授权期限自授权运营协议签订之日起计算。}}。授权运营单位不得直接或者间接参与其授权范围内已交付的公共数据产品和服务再开发。
培育数据交易市场。支持云川数据交易中心开展数据产品登记、挂牌、撮合和清算服务。首次在交易中心完成交易的企业，按照交易额的3%给予奖励，单个企业每年不超过50万元。鼓励国有企业带头开放数据资源，推动电力、供水、燃气、公共交通等领域的数据进场交易。
h1|三、安全保障
落实数据分类分级保护制度。市互联网信息办公室会同有关部门制定重要数据目录，每年开展不少于2次的数据安全检查。数据处理者应当建立全流程数据安全管理制度，采取技术措施和其他必要措施，保障数据安全。发生数据安全事件的，应当立即采取处置措施，并在2小时内向市互联网信息办公室和行业主管部门报告{{重大数据安全事件的认定标准由市互联网信息办公室另行制定。}}。
h1|四、附则
本办法自2024年9月1日起施行，有效期5年。各县（市、区）可以根据本办法制定实施细则。市大数据管理局应当每年对本办法的实施情况开展评估，并将评估结果向社会公开。
"""
)

ENGLISH = _blocks(
    """
title|Harbour City Climate Action Plan 2030
h1|1. Introduction
Harbour City is committed to reaching carbon neutrality before 2050. This plan sets out the measures which the government will take between 2024 and 2030, the departments responsible for each of them, and the indicators by which progress will be measured and reported to the public every year.
h1|2. Net-zero electricity generation
Electricity generation accounts for about 62% of the total emissions of the city. The share of renewable energy in the fuel mix shall be increased to 12% by 2030. Power companies shall cease to use coal for daily generation by 2032, and all new generating units shall be capable of burning low-carbon fuels.
The Environment Bureau shall publish a long-term development framework for offshore wind power before the end of 2025, together with an assessment of the infrastructure that will be needed for its transmission to the urban districts.
h1|3. Energy saving and green buildings
Buildings consume approximately 90% of the electricity of the city. The government will reduce the electricity consumption of commercial buildings by 20% and that of residential buildings by 15%, compared with the operational conditions of 2015. All new government buildings with a construction floor area of more than 5,000 square metres shall attain the second highest grade of the certification scheme or better.
Building owners shall carry out an energy audit every five years instead of every ten, and shall disclose the information about the energy intensity of their buildings in a register that is open to everybody free of charge.
h1|4. Green transport
New registration of private cars with combustion engines, including hybrid vehicles, will cease by 2035. The number of charging points for electric vehicles will be increased to 200,000 by mid-2027, of which no less than 3,000 shall be quick chargers.
The Transport Department shall introduce 700 electric buses and 3,000 electric taxis, and shall complete the review of the subsidies for zero-emission commercial vehicles within twelve months after the commencement of this plan.
h1|5. Waste reduction
By 2030 the per capita disposal rate of municipal solid waste shall be reduced by 45% and the recovery rate raised to 55%. Two waste-to-energy facilities shall be commissioned, with a combined daily capacity of 9,000 tonnes, so that landfills need no longer be relied upon for direct disposal.
h1|6. Implementation
A steering committee chaired by the Chief Secretary will oversee the implementation of this plan. It shall report its findings to the Legislative Council by 31 March of each year, and shall revise the targets at least once every five years in the light of technological developments.
"""
)

ANNEX = [
    *_blocks(
        """
title|云川市水资源管理年度报告附件
h1|一、用水总量控制
2025年全市用水总量控制在28.6亿立方米以内，万元地区生产总值用水量比2020年下降18%，农田灌溉水有效利用系数提高到0.62。各县（市、区）的控制指标由市水利局会同市发展和改革委员会下达。
"""
    ),
    Block(
        "table",
        rows=[
            ("县区", "用水总量（亿立方米）", "万元GDP用水量下降", "重要河湖水功能区达标率"),
            ("临江区", "6.4", "20%", "95%"),
            ("青山区", "5.1", "19%", "93%"),
            ("平湖县", "8.3", "17%", "90%"),
            ("石门县", "8.8", "16%", "91%"),
        ],
        widths=(5.0, 6.0, 6.0, 7.0),
    ),
    *_blocks(
        """
break|注：用水总量不含河道内生态用水；各县区指标之和等于全市控制指标。
h1|二、地下水保护
划定地下水禁采区126平方公里、限采区480平方公里，2024年底前关停城市公共供水管网覆盖范围内的自备水井215眼。对超采区实行取水总量和水位双控，逐步实现采补平衡。
"""
    ),
]

LAW = _blocks(
    """
title|雲川市自行車道管理自治條例
centre|中華民國113年4月12日公布
h1|第一章 總則
第一條 雲川市政府（以下簡稱本府）為建構安全、便利及友善之自行車使用環境，鼓勵市民使用自行車，減少空氣污染及溫室氣體排放，特制定本自治條例。
第二條 本自治條例之主管機關為本府交通局；其權限得委任所屬機關或委託其他機關執行之。
第三條 本自治條例用詞，定義如下：
一、自行車道：指供自行車專用或與行人共用，並以標誌、標線或實體分隔設施劃設之道路或路段。
二、自行車停放區：指經主管機關劃設或公告，供公眾停放自行車之場所。
三、公共自行車：指由主管機關設置或委託民間機構營運，供民眾租用之自行車。
h1|第二章 規劃與設置
第四條 主管機關應每四年檢討自行車路網整體計畫，並於計畫核定後三個月內公告之。計畫應載明路網之範圍、分期建設進度、經費來源及維護管理事項。
第五條 寬度十五公尺以上之新闢道路，應設置自行車道。但因地形、地質或其他特殊情形，經主管機關核准者，不在此限。
第六條 自行車道之淨寬，單向不得小於一點五公尺，雙向不得小於二點五公尺；與行人共用者，不得小於三公尺。
h1|第三章 使用與管理
第七條 於自行車道行駛之自行車，時速不得逾二十五公里；與行人共用之路段，時速不得逾十五公里，並應禮讓行人。
第八條 自行車未停放於自行車停放區或其他得停放之處所者，主管機關得逕予移置保管，並收取移置費新臺幣一百元及每日保管費新臺幣五十元。自移置之日起逾三十日未領回者，主管機關得依法公告拍賣。
第九條 任何人不得於自行車道堆置物品、設攤或為其他妨礙通行之行為。違反者，處新臺幣一千二百元以上六千元以下罰鍰，並得按次處罰。
h1|第四章 附則
第十條 本自治條例自公布日施行。
"""
)
