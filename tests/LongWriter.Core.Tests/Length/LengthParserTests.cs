using System.Diagnostics;

namespace LongWriter.Tests;

public class LengthParserTests
{
    [Theory]
    [InlineData("Write a 10,000-word guide to lighthouses.", 10_000)]
    [InlineData("Write 10000 words about lighthouses", 10_000)]
    [InlineData("An essay on moss, 10k words please", 10_000)]
    [InlineData("A 2.5k-word story about a ferry", 2500)]
    [InlineData("Write a novel of 12 thousand words", 12_000)]
    [InlineData("Write an essay of about 1 500 words on tea", 1500)]
    [InlineData("Schreibe 1.500 words über Tee", 1500)]
    [InlineData("Write five hundred words on rust", 500)]
    [InlineData("I need a two-thousand-word report on bridges", 2000)]
    [InlineData("Write two thousand five hundred words on bridges", 2500)]
    [InlineData("Write one hundred and fifty words on bridges", 150)]
    [InlineData("Write fifteen hundred words on bridges", 1500)]
    [InlineData("Write a hundred thousand words on bridges", 100_000)]
    [InlineData("Write one million two hundred thousand words", 1_200_000)]
    [InlineData("Write a novel, 1M words", 1_000_000)]
    [InlineData("Write 500 (five hundred) words on bridges", 500)]
    [InlineData("Write roughly 800 or so words on bridges", 800)]
    [InlineData("Word count: 1500\nTopic: bridges", 1500)]
    [InlineData("Topic: bridges\n**Word count:** approximately 1500", 1500)]
    [InlineData("Write about bridges with a word count of 900", 900)]
    [InlineData("Ｗrite ２，０００ ｗords about bridges", 2000)]
    [InlineData("Bridges of Europe, 700 words", 700)]
    public void Reads_lengths_in_English(string instruction, int words) => Assert.Equal(words, LengthParser.Parse(instruction));

    [Theory]
    [InlineData("写一篇关于灯塔的文章，1000字", 1000)]
    [InlineData("写一部1.5万字的小说", 15_000)]
    [InlineData("写一部1万5千字的小说", 15_000)]
    [InlineData("写一部3千字的小说", 3000)]
    [InlineData("写一篇八百字的作文", 800)]
    [InlineData("写一篇三千字左右的报告", 3000)]
    [InlineData("写一篇两千字的报告", 2000)]
    [InlineData("写一篇一万五千字的报告", 15_000)]
    [InlineData("写一部十五万字的小说", 150_000)]
    [InlineData("写一篇一千五百二十字的报告", 1520)]
    [InlineData("写一篇二〇〇〇字的报告", 2000)]
    [InlineData("写一篇万字长文介绍灯塔", 10_000)]
    [InlineData("介绍灯塔。字数：2000左右", 2000)]
    [InlineData("介绍灯塔，字数要求三千", 3000)]
    [InlineData("介绍灯塔，文章字数为1200。", 1200)]
    [InlineData("写一篇500词的英语作文", 500)]
    [InlineData("写一篇300个单词的英文短文", 300)]
    [InlineData("写一篇２０００字的文章", 2000)]
    [InlineData("要求：\n1.800字左右\n2.语言流畅", 800)]
    [InlineData("寫一篇2000個字的文章", 2000)]
    public void Reads_lengths_in_Chinese(string instruction, int words) => Assert.Equal(words, LengthParser.Parse(instruction));

    [Theory]
    [InlineData("Write 300-400 words on tea", 350, 300, 400)]
    [InlineData("Write 300 – 400 words on tea", 350, 300, 400)]
    [InlineData("Write 300 to 400 words on tea", 350, 300, 400)]
    [InlineData("Write between 300 and 400 words on tea", 350, 300, 400)]
    [InlineData("Write between 300 words and 400 words on tea", 350, 300, 400)]
    [InlineData("A 1,000-1,500-word essay on tea", 1250, 1000, 1500)]
    [InlineData("Write 1-2k words on tea", 1500, 1000, 2000)]
    [InlineData("Write five to six hundred words on tea", 550, 500, 600)]
    [InlineData("Write between five hundred and seven hundred words on tea", 600, 500, 700)]
    [InlineData("Word count: 800-1000", 900, 800, 1000)]
    [InlineData("写一篇介绍，100至200字", 150, 100, 200)]
    [InlineData("写一篇介绍，300到400字", 350, 300, 400)]
    [InlineData("写一篇介绍，800字~1000字", 900, 800, 1000)]
    [InlineData("写一篇介绍，字数在800和1000字之间", 900, 800, 1000)]
    [InlineData("写一篇介绍，三到五千字", 4000, 3000, 5000)]
    [InlineData("写一篇介绍，1-2万字", 15_000, 10_000, 20_000)]
    [InlineData("写一篇五六百字的介绍", 550, 500, 600)]
    [InlineData("Write 1000 words (±10%) on tea", 1000, 900, 1100)]
    [InlineData("Write 2,000 words on tea, at least 1,800 and no more than 2,200 words", 2000, 1800, 2200)]
    [InlineData("Write at least 300 and at most 400 words on tea", 350, 300, 400)]
    [InlineData("写一篇2000字以上3000字以下的报告", 2500, 2000, 3000)]
    [InlineData("介绍灯塔，不少于800字，不超过1000字", 900, 800, 1000)]
    public void A_range_has_both_ends(string instruction, int words, int minimum, int maximum) =>
        Assert.Equal(new LengthTarget(words, minimum, maximum), LengthParser.Parse(instruction));

    [Theory]
    [InlineData("Write at least 500 words on tea")]
    [InlineData("Write no less than about 500 words on tea")]
    [InlineData("Write more than 500 words on tea")]
    [InlineData("Write a minimum of 500 words on tea")]
    [InlineData("Write 500+ words on tea")]
    [InlineData("Tell me about tea and make this at least 500 words")]
    [InlineData("Write 500 words or more on tea")]
    [InlineData("Write 500 or more words on tea")]
    [InlineData("Topic: tea. Minimum word count: 500")]
    [InlineData("写一篇介绍，不少于500字")]
    [InlineData("写一篇介绍，500字以上")]
    [InlineData("写一篇介绍，字数不得低于500")]
    [InlineData("写一篇至少五百字的介绍")]
    [InlineData("写一篇介绍，超过500字")]
    public void At_least_is_a_minimum(string instruction) => Assert.Equal(new LengthTarget(500, 500), LengthParser.Parse(instruction));

    [Theory]
    [InlineData("Write at most 500 words on tea")]
    [InlineData("Write up to 500 words on tea")]
    [InlineData("Write no more than 500 words on tea")]
    [InlineData("Explain tea within 500 words")]
    [InlineData("Write about tea. It should not exceed 500 words.")]
    [InlineData("Write about tea. It must not be longer than 500 words.")]
    [InlineData("Write about tea, 500 words maximum")]
    [InlineData("Write about tea. Word limit: 500")]
    [InlineData("写一篇介绍，500字以内")]
    [InlineData("写一篇介绍，不超过500字")]
    [InlineData("写一篇介绍，字数限制500")]
    [InlineData("写一篇介绍，最多500个字")]
    [InlineData("写一篇不超500字的短评")]
    public void At_most_is_a_maximum(string instruction) =>
        Assert.Equal(new LengthTarget(500, null, 500), LengthParser.Parse(instruction));

    [Theory]
    [InlineData("Write five diary entries of 400 words each", 2000)]
    [InlineData("Write 5 chapters, each 2,000 words", 10_000)]
    [InlineData("Write a book with 10 chapters, 1,000 words per chapter", 10_000)]
    [InlineData("Each of the 4 sections should be 500 words long", 2000)]
    [InlineData("Each chapter should have 1500 words. Write six chapters.", 9000)]
    [InlineData("Write three 500-word stories about crows", 1500)]
    [InlineData("Write four letters of 250 words", 1000)]
    [InlineData("Write 10 pages of 300 words each", 3000)]
    [InlineData("Write twelve short chapters with about 1,000 words apiece", 12_000)]
    [InlineData("创作四篇日记，每篇400字", 1600)]
    [InlineData("分三节写，各写800字", 2400)]
    [InlineData("写一部小说，共十章，每章三千字", 30_000)]
    [InlineData("写一部小说，每章2000字，共20章", 40_000)]
    [InlineData("写五个章节，每个章节800字左右", 4000)]
    [InlineData("写三篇800字的作文", 2400)]
    [InlineData("写3封信，每封约两百字", 600)]
    public void Lengths_of_parts_are_multiplied(string instruction, int words) => Assert.Equal(words, LengthParser.Parse(instruction));

    [Theory]
    [InlineData("Write five entries of 300-400 words each", 1750, 1500, 2000)]
    [InlineData("写四篇日记，每篇100到200字", 600, 400, 800)]
    public void The_range_of_a_part_is_multiplied_too(string instruction, int words, int minimum, int maximum) =>
        Assert.Equal(new LengthTarget(words, minimum, maximum), LengthParser.Parse(instruction));

    [Fact]
    public void The_minimum_of_a_part_is_multiplied_too() =>
        Assert.Equal(new LengthTarget(4000, 4000), LengthParser.Parse("写五个章节，每章不少于800字"));

    [Theory]
    [InlineData("Write a 2000-word essay with a 150-word abstract", 2000)]
    [InlineData("Write a 3,000-word paper. The introduction should be 400 words and the conclusion 300 words.", 3000)]
    [InlineData("Write 1,000 words: 400 words on cats, 600 words on dogs", 1000)]
    [InlineData("Write an introduction of 200 words, a body of 700 words and a conclusion of 100 words", 1000)]
    [InlineData("Part 1: 500 words\nPart 2: 800 words", 1300)]
    [InlineData("Write 1,000 words. No more than 200 words should be about the war.", 1000)]
    [InlineData("Write a 2,000-word essay. Each paragraph should be 150-200 words.", 2000)]
    [InlineData("Write a 2,000-word post. Use 3 quotes of 50 words.", 2000)]
    [InlineData("Write the first chapter (3,000 words) of a 60,000-word novel", 3000)]
    [InlineData("Write 3 articles of 1,000 words, 2 articles of 500 words", 4000)]
    [InlineData("Write a 500-word story and a 200-word poem about snow", 700)]
    [InlineData("Write a 10,000-word book in 10 chapters of 1,000 words each", 10_000)]
    [InlineData("写一篇3000字的论文，摘要200字", 3000)]
    [InlineData("第一部分写1000字，第二部分写2000字", 3000)]
    [InlineData("写五篇日记，每篇400字，总字数2000字", 2000)]
    [InlineData("写一篇800字的文章，标题20字以内", 800)]
    public void Parts_of_a_sum_do_not_contradict_the_whole(string instruction, int words) =>
        Assert.Equal(words, LengthParser.Parse(instruction)!.Value.Words);

    [Theory]
    [InlineData("Summarise this 5,000-word article")]
    [InlineData("Condense my 3,000-word draft")]
    [InlineData("Write a review of a 90,000-word novel")]
    [InlineData("总结这篇5000字的文章")]
    [InlineData("把下面3000字的材料改成诗")]
    public void The_length_of_a_text_that_is_there_already_is_none(string instruction) => Assert.Null(LengthParser.Parse(instruction));

    [Theory]
    [InlineData("Summarise this 5,000-word article in 400 words", 400)]
    [InlineData("Here is my 5,000-word article. Rewrite it as a story of 800 words.", 800)]
    [InlineData("Write a 400-word summary of a 12,000-word report", 400)]
    [InlineData("Expand the text below from 500 words to 2,000 words", 2000)]
    [InlineData("Expand the text from 500 to 2,000 words", 2000)]
    [InlineData("Cut the essay to 700 words", 700)]
    [InlineData("Explain the idea above in 600 words", 600)]
    [InlineData("Expand this outline into a 2,500-word essay", 2500)]
    [InlineData("把这篇5000字的文章缩写到800字", 800)]
    [InlineData("将上面1000字的故事扩写成3000字", 3000)]
    [InlineData("我写了一篇5000字的小说，请压缩到1500字", 1500)]
    public void A_source_text_and_the_length_asked_for_are_told_apart(string instruction, int words) =>
        Assert.Equal(words, LengthParser.Parse(instruction));

    [Theory]
    [InlineData("")]
    [InlineData("Write about lighthouses")]
    [InlineData("She was 31 in 1987 and still kept the lamp. Write her a letter.")]
    [InlineData("The yard holds 3,200 boats and lost 40% of them. Write an advert.")]
    [InlineData("Write a 45-minute talk on moss")]
    [InlineData("Write a post of 500 characters")]
    [InlineData("Write a 40-page memoir")]
    [InlineData("Write a few hundred words on moss")]
    [InlineData("Write several thousand words on moss")]
    [InlineData("A picture is worth a thousand words: write about photography")]
    [InlineData("Answer in one word")]
    [InlineData("Explain these 20 words to a child")]
    [InlineData("Make 10 word problems for third grade")]
    [InlineData("Write about a man who types 90 words per minute")]
    [InlineData("Write about my habit of writing 1,000 words a day")]
    [InlineData("Describe GPT-4 words and images")]
    [InlineData("Write an article; each section has about 300 words")]
    [InlineData("写一篇关于灯塔的文章")]
    [InlineData("写一篇500字符的介绍")]
    [InlineData("介绍26个字母的来历")]
    [InlineData("谈谈十字路口的故事")]
    [InlineData("解释这个四字成语")]
    [InlineData("写一篇关于三字经的文章")]
    [InlineData("客流增长20%，票房80万，片长2小时，请写影评")]
    [InlineData("我每天写500字，怎样坚持下去？")]
    [InlineData("写几千字的小说")]
    [InlineData("写一篇上万字的小说")]
    [InlineData("字数要求：\n1、语言流畅\n2、结构清晰")]
    public void What_is_no_length_is_left_alone(string instruction) => Assert.Null(LengthParser.Parse(instruction));

    [Theory]
    [InlineData("Write a 1,000-word essay on tea. The essay should be 2,000 words long.", "1,000-word", "2,000 words")]
    [InlineData("Write at least 2,000 words on tea, but no more than 1,000 words", "2,000 words", "1,000 words")]
    [InlineData("Write a 1,000-word book with 10 chapters of 2,000 words each", "1,000-word", "2,000 words")]
    [InlineData("写一篇1000字的文章。要求全面，3000字左右。", "1000字", "3000字")]
    public void Lengths_that_contradict_each_other_are_an_error(string instruction, string one, string other)
    {
        var error = Assert.Throws<LongWriterException>(() => LengthParser.Parse(instruction));
        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains(one, error.Message);
        Assert.Contains(other, error.Message);
        Assert.Contains("WritingRequest.Length", error.Message);
    }

    [Theory]
    [InlineData("Write 0 words about tea")]
    [InlineData("Write -500 words about tea")]
    [InlineData("写一篇0字的文章")]
    [InlineData("Write 10 million words about tea")]
    [InlineData("写一部一亿字的小说")]
    [InlineData("Write 99999999999999999999999999999999 words about tea")]
    public void A_length_that_cannot_be_meant_is_an_error(string instruction)
    {
        var error = Assert.Throws<LongWriterException>(() => LengthParser.Parse(instruction));
        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains("WritingRequest.Length", error.Message);
    }

    [Fact]
    public void Figures_in_a_pasted_text_do_not_stand_against_the_request() =>
        Assert.Equal(1500, LengthParser.Parse(
            "Write a 1500-word article from these notes.\n\nThe old man sent a letter that ran to 300 words.\nLater he sent 5,000 words.\n“Nothing under 700 words,” he said."));

    [Fact]
    public void Figures_that_merely_occur_and_disagree_are_no_requirement() =>
        Assert.Null(LengthParser.Parse("The first letter ran to 300 words, the later ones to 5,000 words."));

    [Theory]
    [InlineData("5 words ")]
    [InlineData("five hundred ")]
    [InlineData("one one one ")]
    [InlineData("1-")]
    [InlineData("1,000,")]
    [InlineData("9")]
    [InlineData("一")]
    [InlineData("每篇400字，五篇")]
    [InlineData("five chapters, each 100 words, ")]
    [InlineData("at least ")]
    [InlineData("word count: ")]
    [InlineData("500 (")]
    [InlineData("(\" ")]
    [InlineData("500 words to ")]
    public void Hostile_text_is_read_in_linear_time(string unit)
    {
        // Quadratic time would be minutes; the figures are far apart because test machines are busy.
        var text = string.Concat(Enumerable.Repeat(unit, 300_000 / unit.Length));
        var watch = Stopwatch.StartNew();
        try
        {
            LengthParser.Parse(text);
        }
        catch (LongWriterException exception)
        {
            Assert.Equal(LongWriterError.InvalidRequest, exception.Error);
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void A_megabyte_of_material_does_not_hide_the_request()
    {
        var material = string.Concat(Enumerable.Repeat("In 1934 the lamp burned 12 hours a night, as 5 keepers told. ", 16_000));
        Assert.Equal(1500, LengthParser.Parse(material + "\nWrite a 1,500-word history from these notes."));
        Assert.Equal(1500, LengthParser.Parse("Write a 1,500-word history from these notes.\n" + material));
    }

    [Theory]
    [InlineData("\ud800 500 words \udc00", 500)]
    [InlineData("\0Write 500 words\0", 500)]
    [InlineData("Write {words} $PLAN$ 500 words 🎉", 500)]
    public void Odd_characters_are_read_over(string instruction, int words) => Assert.Equal(words, LengthParser.Parse(instruction)!.Value.Words);
}
