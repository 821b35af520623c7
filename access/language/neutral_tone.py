"""Words of Mandarin whose last syllable is always in the neutral tone, which the phrase table has in its full tone.

As the standard language has them (现代汉语词典; 普通话水平测试用必读轻声词语表). Left out are words that mean something
else in the full tone: 精神, 兄弟, 买卖, 大爷, 地道, 人家, 对头, 利害, 老子, 东家.
"""

from __future__ import annotations

_WORDS = (
    "爱人 巴掌 白净 帮手 棒槌 包袱 包涵 比方 扁担 别扭 拨弄 簸箕 补丁 财主 裁缝 苍蝇 差事 柴火 称呼 窗户 "
    "窗子 刺猬 凑合 耷拉 打扮 打点 打发 打量 打算 打听 耽搁 耽误 道士 灯笼 地方 弟兄 点心 动静 动弹 豆腐 "
    "嘟囔 对付 队伍 耳朵 风筝 福气 甘蔗 高粱 膏药 告诉 疙瘩 胳膊 跟头 功夫 姑娘 故事 寡妇 怪物 关系 官司 "
    "罐头 规矩 闺女 蛤蟆 含糊 行当 合同 和尚 核桃 红火 后头 厚道 狐狸 胡琴 糊涂 皇上 胡萝卜 活泼 火候 伙计 "
    "护士 机灵 脊梁 记号 记性 家伙 架势 嫁妆 见识 将就 交情 叫唤 街坊 姐夫 戒指 咳嗽 客气 口袋 窟窿 快活 "
    "困难 阔气 喇叭 喇嘛 浪头 老婆 老实 老爷 累赘 篱笆 里头 力气 厉害 利落 利索 痢疾 连累 凉快 粮食 溜达 "
    "萝卜 骆驼 麻烦 麻利 马虎 馒头 忙活 冒失 眉毛 媒人 门道 眯缝 迷糊 苗条 苗头 名堂 名字 明白 蘑菇 模糊 "
    "木匠 木头 脑袋 能耐 念叨 念头 娘家 奴才 女婿 疟疾 牌楼 盘算 朋友 脾气 屁股 漂亮 婆家 铺盖 欺负 前头 "
    "亲戚 勤快 清楚 热闹 认识 扫帚 上司 上头 烧饼 少爷 舌头 生意 牲口 师父 师傅 石匠 石榴 时候 拾掇 使唤 "
    "世故 事情 收成 收拾 首饰 舒服 舒坦 疏忽 爽快 思量 算计 岁数 特务 挑剔 跳蚤 铁匠 徒弟 妥当 唾沫 挖苦 "
    "晚上 尾巴 委屈 稳当 稀罕 媳妇 喜欢 下巴 吓唬 乡下 相声 消息 小伙子 小气 笑话 心思 行李 休息 秀才 秀气 "
    "学生 学问 丫头 衙门 哑巴 胭脂 烟筒 眼睛 秧歌 养活 吆喝 妖精 钥匙 衣服 衣裳 意思 应酬 冤枉 月饼 月亮 "
    "云彩 运气 在乎 早上 扎实 眨巴 栅栏 张罗 丈夫 帐篷 丈人 招呼 招牌 折腾 芝麻 知识 指甲 主意 转悠 庄稼 "
    "壮实 状元 字号 祖宗 嘴巴 作坊 玻璃 薄荷 葫芦 枇杷 琵琶 "
)
NEUTRAL = frozenset(_WORDS.split())


def neutral_last(word: str, syllables: list[str]) -> list[str]:
    """Return the syllables of a word, the last in the neutral tone where the word is in the list."""
    return [*syllables[:-1], f"{syllables[-1][:-1]}5"] if word in NEUTRAL else syllables
