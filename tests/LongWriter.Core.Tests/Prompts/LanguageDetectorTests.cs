namespace LongWriter.Tests;

public class LanguageDetectorTests
{
    [Theory]
    [InlineData("Write a 500-word essay about lighthouses in French.", "fr")]
    [InlineData("Write in Chinese about the history of tea", "zh")]
    [InlineData("Please write a letter to my landlord in German, about 300 words", "de")]
    [InlineData("Compose, in Brazilian Portuguese, a guide to composting", "pt-BR")]
    [InlineData("Answer in plain English: 今天的天气怎么样？", "en")]
    [InlineData("Translate the fable below into Ukrainian.", "uk")]
    [InlineData("A short story about a dog. In Italian, please.", "it")]
    [InlineData("Write 2,000 words on glaciers. Language: Spanish", "es")]
    [InlineData("Write a report in the Dutch language.", "nl")]
    [InlineData("Write a poem in Simplified Chinese about rain", "zh-Hans")]
    [InlineData("Explain gravity in japanese for children", "ja")]
    [InlineData("Write a story, not in English but in Korean", "ko")]
    [InlineData("用英文写一篇关于长城的文章", "en")]
    [InlineData("写一篇三百词的英语作文，题目是我的家乡", "en")]
    [InlineData("请用法语写一封感谢信", "fr")]
    [InlineData("介绍一下黄山，以德文撰写", "de")]
    [InlineData("把这个故事写成日语", "ja")]
    [InlineData("写一篇文章，语言：西班牙语", "es")]
    [InlineData("幫我用繁體中文寫一篇遊記", "zh-Hant")]
    [InlineData("Write a short story auf Deutsch", "de")]
    [InlineData("Schreibe einen Aufsatz über Bienen auf Englisch", "en")]
    [InlineData("Écris une histoire en anglais sur la mer", "en")]
    [InlineData("Escribe un cuento en francés", "fr")]
    [InlineData("Scrivi un articolo in tedesco", "de")]
    [InlineData("Escreva um conto em inglês", "en")]
    [InlineData("Schrijf een verhaal in het Engels", "en")]
    [InlineData("Напиши рассказ на английском языке", "en")]
    [InlineData("英語で短い物語を書いてください", "en")]
    [InlineData("바다에 대한 이야기를 영어로 써 주세요", "en")]
    [InlineData("اكتب قصة قصيرة باللغة الإنجليزية", "en")]
    public void An_explicit_request_wins(string instruction, string tag) => Assert.Equal(tag, LanguageDetector.Detect(instruction));

    [Theory]
    [InlineData("Write about Chinese food in a travel magazine's tone")]
    [InlineData("A short story about a French chef who loses his sense of taste")]
    [InlineData("Write an essay on the role of women in French cuisine")]
    [InlineData("Write about the changes in German universities after 1968")]
    [InlineData("Write a 1000-word guide for learning Spanish grammar")]
    [InlineData("Write a review of a Japanese-language film")]
    [InlineData("Write an essay on word order in Latin-based creoles")]
    [InlineData("Explain the meaning of 道 and 仁 to beginners")]
    [InlineData("Write 500 words about 北京 and 上海 and 广州")]
    [InlineData("She said it in French. He did not mind.")]
    public void Naming_a_language_or_people_switches_nothing(string instruction) => Assert.Equal("en", LanguageDetector.Detect(instruction));

    [Theory]
    [InlineData("写一篇关于法国厨师的小说")]
    [InlineData("介绍使用英语的国家有哪些文化差异")]
    [InlineData("谈谈以英语为母语的人怎样学习汉字")]
    [InlineData("写一篇关于英语教学的论文")]
    [InlineData("写一篇介绍 Spring Boot AOP hot-pluggable configuration 的博客")]
    [InlineData("不用英文写，介绍黄山")]
    public void Naming_a_language_in_Chinese_switches_nothing(string instruction) => Assert.Equal("zh", LanguageDetector.Detect(instruction));

    [Theory]
    [InlineData("Schreibe einen Artikel über die Geschichte der Leuchttürme", "de")]
    [InlineData("Rédige un article de 800 mots sur les phares", "fr")]
    [InlineData("Escribe un ensayo sobre los faros de la costa", "es")]
    [InlineData("Scrivi un racconto sulla vita di un guardiano", "it")]
    [InlineData("Escreva um artigo sobre a história dos faróis", "pt")]
    [InlineData("Schrijf een verhaal over het leven van een visser", "nl")]
    [InlineData("Skriv en berättelse om ett fyrtorn på kusten och inte till havet", "sv")]
    [InlineData("Napisz opowiadanie o życiu latarnika na wybrzeżu", "pl")]
    [InlineData("Deniz fenerleri hakkında bir makale yaz", "tr")]
    [InlineData("Viết một bài về lịch sử của các ngọn hải đăng", "vi")]
    [InlineData("Write about lighthouses", "en")]
    [InlineData("Напиши статью о маяках для Microsoft Azure", "ru")]
    [InlineData("Напиши статтю про історію маяків", "uk")]
    [InlineData("اكتب مقالا عن المنارات", "ar")]
    [InlineData("یک مقاله درباره فانوس دریایی بنویس که چهار بخش داشته باشد", "fa")]
    [InlineData("כתוב מאמר על מגדלורים", "he")]
    [InlineData("Γράψε ένα άρθρο για τους φάρους", "el")]
    [InlineData("เขียนบทความเกี่ยวกับประภาคาร", "th")]
    [InlineData("प्रकाशस्तंभों पर एक लेख लिखो", "hi")]
    [InlineData("등대에 관한 글을 써 줘", "ko")]
    [InlineData("灯台の歴史について書いて", "ja")]
    [InlineData("写一篇灯塔的历史", "zh")]
    [InlineData("解释一下日语里的“こんにちは”是什么意思，并说明使用的场合与礼节", "zh")]
    public void The_language_of_the_instruction_decides_otherwise(string instruction, string tag) =>
        Assert.Equal(tag, LanguageDetector.Detect(instruction));

    [Theory]
    [InlineData("")]
    [InlineData("12345 !?")]
    [InlineData("Pizza napoletana")]
    [InlineData("\ud800\0\udc00")]
    [InlineData("🎉🎉🎉")]
    public void Too_little_to_go_by_is_English(string instruction) => Assert.Equal("en", LanguageDetector.Detect(instruction));

    [Theory]
    [InlineData("fr", "French")]
    [InlineData("zh", "Chinese")]
    [InlineData("ZH-hant", "Traditional Chinese")]
    [InlineData("pt-BR", "Brazilian Portuguese")]
    [InlineData("fr-CH", "French")]
    [InlineData("tlh", "tlh")]
    [InlineData("x-own", "x-own")]
    public void Names_a_language_for_prompts(string tag, string name) => Assert.Equal(name, LanguageDetector.GetName(tag));

    [Theory]
    [InlineData("in French in French x ")]
    [InlineData("in in the ")]
    [InlineData("用用英文的")]
    [InlineData("a")]
    public void A_megabyte_is_read_in_linear_time(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        LanguageDetector.Detect(text);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }
}
