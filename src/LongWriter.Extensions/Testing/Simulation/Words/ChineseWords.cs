namespace LongWriter;

/// <summary>The Chinese word lists; words of two characters, but for the links.</summary>
internal static class ChineseWords
{
    public static string[] People { get; } = Words(
        """
        老师 工匠 渔民 农夫 医生 学者 商人 船长 木匠 画家 编辑 记者 司机 厨师 护士 士兵 诗人 牧人 邻居 旅客 店主 学徒 园丁 裁缝 铁匠
        邮差 村民 市民 船员 猎人 书生 琴师 石匠 茶农 矿工 律师 法官 馆长 导游 向导 译者 演员 歌手 乐手 教练 队员 同事 朋友 长辈 少年
        姑娘 老人 青年 孩子 同伴 官员 银匠 药师 花匠 车夫 掌柜 伙计 助手 学生 教授 读者 作者 专家 工人 主人
        """);

    public static string[] Things { get; } = Words(
        """
        账本 地图 信件 工具 桥梁 水井 钟表 船只 书籍 画卷 记录 图纸 种子 灯笼 布匹 瓷器 茶叶 药材 车轮 风筝 绳索 竹篮 铜镜 窗户 屋顶
        围墙 台阶 桌椅 抽屉 木箱 酒坛 饭碗 剪刀 丝线 衣裳 毛毯 蜡烛 火炉 烟囱 水管 马车 铃铛 鼓乐 笛子 歌谣 故事 诗篇 演讲 名单 笔记
        车票 邮票 钱币 单据 契约 条约 法规 报告 表格 图画 样品 模型 方案 草图 配方 仪器 镜片 天平 罗盘 船锚 风帆 渔网 盾牌 旗帜 招牌 海报
        日记 相册 档案 手册 石碑 雕像 门锁 钥匙
        """);

    public static string[] Places { get; } = Words(
        """
        港口 村庄 山谷 市场 作坊 厨房 花园 学校 书房 车站 工厂 磨坊 矿山 森林 果园 草地 牧场 田野 马厩 院子 街道 广场 小巷 郊外 城镇
        海岛 海湾 河畔 湖边 运河 沙漠 山丘 高原 山洞 悬崖 沙滩 沼泽 公园 戏院 画廊 酒馆 客栈 医院 法院 城堡 宫殿 庙宇 塔楼 码头 仓库
        """);

    public static string[] Times { get; } = Words(
        "春天 夏天 秋天 冬天 清晨 傍晚 夜里 近年 当年 早年 晚年 节日 战后 雨后 饭后 假期 昔日 如今 往日 来年 月初 年底 午后 黎明");

    public static string[] Mass { get; } = Words(
        """
        耐心 勇气 知识 信任 智慧 好奇 纪律 友谊 忠诚 正义 自由 财富 进步 贸易 天气 粮食 木材 铁器 玻璃 棉花 羊毛 皮革 音乐 笑声 记忆
        语言 证据 建议 历史 地理 秩序 运气 骄傲 幽默 悲伤 希望 疑虑 谨慎 手艺 实践 教育 住房 交通 能源 光明 传统 习惯 责任 经验 理想
        """);

    public static string[] Verbs { get; } = Words(
        """
        整理 保存 讨论 观察 修补 描绘 收集 检查 研究 记录 比较 介绍 保护 分享 改进 寻找 发现 展示 解释 安排 传授 继承 修改 评价 珍惜
        接受 拒绝 选择 测量 搬运 交换 购买 出售 借用 归还 登记 清洗 粉刷 翻译 抄写 阅读 回忆 想象 设计 制作 加固 调整 扩大 缩小 替换
        推荐 支持 怀疑 质问 赞美 批评 忘记 铭记 追问 探索 打磨 守护 照看 尊重
        """);

    public static string[] Intransitive { get; } = Words("沉默 歌唱 休息 等待 离开 归来 微笑 点头 同意 争论");

    public static string[] Adverbs { get; } = Words(
        "常常 往往 慢慢 悄悄 认真 细心 耐心 从容 勇敢 热情 主动 偶尔 渐渐 始终 反复 亲自 共同 仔细 诚恳 愉快 及时 努力 轻轻 坚决 大胆 默默");

    public static string[] Adjectives { get; } = Words(
        """
        古老 年轻 崭新 安静 忙碌 狭窄 宽阔 诚实 聪明 固执 温和 粗糙 光滑 沉重 轻便 明亮 昏暗 遥远 附近 陌生 北方 南方 东边 西边 沿海
        乡间 城里 现代 常见 罕见 简单 复杂 朴素 华丽 谦虚 自豪 快乐 忧郁 平静 热闹 著名 隐蔽 破旧 坚固 脆弱 珍贵 昂贵 便宜 有用 奇特
        熟悉 可靠 慷慨 节俭 富裕 贫穷 饥饿 疲倦 急切 忠实 熟练 笨拙 迅速 缓慢 稳定 临时 长久 公共 私人 正式 秘密 潮湿 肥沃 荒凉 拥挤
        """);

    /// <summary>What joins a sentence to the one before.</summary>
    public static string[] Links { get; } = Words(
        "然而 因此 此外 同时 实际上 相比之下 其实 总的来说 后来 起初 尽管如此 换个角度看 不仅如此 于是 归根到底 说来奇怪 久而久之 除此之外 由此可见 在这一点上");

    /// <summary>Characters that end a topic word: particles and what tasks are worded with.</summary>
    public const string NotInTopics = "的了和与在是就而及或请写一篇个字为关于对中里上下从到把被让给我你他她它们这那有怎样何以如并也不要本段落部分文章长详细说明介绍围绕包括";

    private static string[] Words(string text) =>
        [.. text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Distinct()];
}
