using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LongWriter.Tests;

/// <summary>Plans as models spoil them, made by code that shares nothing with the reader.</summary>
public class MutatedPlansTests
{
    private const int Plans = 10_000;

    [Fact]
    public void Mutations_that_keep_the_meaning_parse_to_the_equal_plan()
    {
        var watch = Stopwatch.StartNew();
        var missed = new List<string>();
        for (var seed = 0; seed < Plans; seed++)
        {
            var spoiler = new Spoiler(seed);
            var steps = spoiler.Steps();
            var text = spoiler.Spoil(steps);
            if (!WritingPlan.TryParse(text, out var plan, out var fault) || plan != WritingPlan.Create(steps))
                missed.Add($"seed {seed}: {fault ?? plan!.ToString()}\n--- expected\n{WritingPlan.Create(steps)}\n--- text\n{text}\n");
        }

        Assert.True(missed.Count <= Plans / 100, $"{missed.Count} of {Plans} plans were misread, for example\n{string.Join('\n', missed.Take(4))}");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    [Fact]
    public void Mutations_that_break_the_meaning_give_the_typed_error()
    {
        var watch = Stopwatch.StartNew();
        var missed = new List<string>();
        for (var seed = 0; seed < Plans; seed++)
        {
            var spoiler = new Spoiler(seed);
            var (text, how) = spoiler.Break();
            try
            {
                missed.Add($"seed {seed}, {how}: read as\n{WritingPlan.Parse(text)}\n--- text\n{text}\n");
            }
            catch (LongWriterException e) when (e.Error == LongWriterError.MalformedPlan)
            {
                Assert.False(string.IsNullOrWhiteSpace(e.Message));
            }
        }

        Assert.True(missed.Count == 0, $"{missed.Count} of {Plans} broken plans were accepted, for example\n{string.Join('\n', missed.Take(4))}");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    private sealed class Spoiler
    {
        private static readonly string[] English =
        [
            "the founding of the city", "how 3 wars changed trade", "why prices rose in 1929 - and fell again", "a day at the market: noise, colour",
            "the engineer's doubts (first signs)", "what the data say", "roads, bridges and 12 tunnels", "the letter of May 1945", "costs; benefits; risks",
            "an interview with Dr. Lee", "the words nobody said", "part of the plan", "e-mail as evidence", "section heads and their quarrel", "A/B tests in practice",
            "the length of a coastline", "C# and its neighbours", "50% of all readers", "\"The Raven\" and its echoes", "a count of the missing",
        ];

        private static readonly string[] Chinese =
        [
            "介绍城市的起源与早期发展", "分析1998年的三次危机", "主人公第一次离开家乡", "总结主要观点，并提出建议", "说明道路、桥梁和12条隧道", "市场的一天：声音与颜色",
            "采访李博士（节选）", "为什么价格先涨后跌", "回顾一段往事", "比较两种方法的优劣", "描写人物的内心冲突", "讨论全文的线索",
        ];

        private readonly Random _random;
        private readonly bool _chinese;
        private readonly int _offset;

        public Spoiler(int seed)
        {
            _random = new(seed);
            _chinese = _random.Next(3) == 0;
            _offset = _random.Next(1000);
        }

        public List<(string MainPoint, int Words)> Steps()
        {
            var count = _random.Next(2, 12);
            return [.. Enumerable.Range(0, count).Select(i => (Topic(i), _random.Next(20, 100) * 10))];
        }

        public string Spoil(List<(string MainPoint, int Words)> steps)
        {
            var text = _random.Next(8) switch
            {
                0 => Json(steps),
                1 => Table(steps),
                2 => Blocks(steps),
                _ => Lines(steps),
            };
            if (Chance(4))
                text = Pick("```\n", "```text\n", "~~~\n") + text + "\n```";
            if (Chance(3))
                text = (_chinese ? Pick("好的，以下是写作计划：", "根据您的要求，计划如下。") : Pick("Sure! Here is the plan:", "Here's a detailed writing plan for your task.", "**Writing Plan**", "# Plan", "Certainly, I have divided the work as follows:")) + "\n\n" + text;
            if (Chance(3))
                text += "\n\n" + (_chinese ? Pick("希望这份计划对您有帮助！", "如需修改请告诉我。") : Pick("Let me know if you'd like any changes!", "I hope this helps.", "---", "Each section builds on the one before."));
            else if (Chance(6))
                text += "\n\n" + Total(steps.Sum(static s => s.Words));
            if (Chance(8))
                text = Pick("<think>\nThe user wants a plan.\n1. First\n2. Second\n</think>\n\n", "Let me think about it.\n\n</think>\n", "<think>\n\n</think>\n") + text;
            if (Chance(10))
                text = "\uFEFF" + text;
            if (Chance(4))
                text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
            return Chance(6) ? "\n\n  \n" + text + "\n\n" : text;
        }

        public (string Text, string How) Break()
        {
            var steps = Steps();
            while (steps.Count < 4)
                steps.Add((Topic(steps.Count), 400));
            var rows = steps.Select((s, i) => (Number: i + 1, s.MainPoint, Words: s.Words.ToString(CultureInfo.InvariantCulture))).ToList();
            var at = _random.Next(rows.Count - 2) + 1;
            var how = Pick("gap", "duplicate", "empty", "gone", "cut", "negative", "zero", "placeholder", "ellipsis", "refusal");
            var style = _random.Next(3);
            switch (how)
            {
                case "gap":
                    rows.RemoveRange(at, _random.Next(1, rows.Count - at));
                    break;
                case "duplicate":
                    rows[at] = rows[at] with { Number = at };
                    break;
                case "empty":
                    rows[at] = rows[at] with { MainPoint = Pick("", " ", "**", "-") };
                    break;
                case "negative":
                    rows[at] = rows[at] with { Words = "-" + rows[at].Words };
                    break;
                case "zero":
                    rows[at] = rows[at] with { Words = "0" };
                    break;
                case "placeholder":
                    rows[at] = rows[at] with { MainPoint = _chinese ? "[详细说明本段落写什么]" : "[what the section covers, in detail]" };
                    break;
                case "ellipsis":
                    rows[at] = rows[at] with { MainPoint = Pick("...", "…", "......") };
                    break;
                case "gone":
                    return (Pick("", "\n\n", "```\n```", "{}", "[]", "<think>\n</think>"), how);
                case "refusal":
                    return (Pick("I'm sorry, but I can't help with that.", "抱歉，我无法完成这个请求。", "Error: max tries reached.", "null", "<html><body>502 Bad Gateway</body></html>", "Please tell me more about:\n- the topic\n- the readers"), how);
            }

            if (how == "gap" && at + 1 > rows.Count)
                rows.Add((steps.Count + 1, Topic(0), "400"));
            var text = string.Join('\n', rows.Select(r => Row(style, r.Number.ToString(CultureInfo.InvariantCulture), r.MainPoint, r.Words)));
            if (how == "cut")
                text = text[.._random.Next(Row(style, "1", rows[0].MainPoint, "").Length - 8)];
            return (text, how);
        }

        private string Row(int style, string number, string point, string words) => (_chinese, style) switch
        {
            (true, 0) => $"段落{number} - 要点：{point} - 字数：{words}字",
            (true, 1) => $"**第{number}段**：要点：{point}，字数：{words}字",
            (true, _) => $"- 段落{number}：要点：{point} — 字数：{words}",
            (false, 0) => $"Paragraph {number} - Main Point: {point} - Word Count: {words} words",
            (false, 1) => $"**Paragraph {number}** - **Main Point:** {point} - **Word Count:** {words} words",
            (false, _) => $"{number}. Main Point: {point} - Word Count: {words}",
        };

        private string Lines(List<(string MainPoint, int Words)> steps)
        {
            var number = Numbering();
            var label = Chance(2) || _chinese && Chance(2);
            var counted = _random.Next(4);
            var mark = Pick("", "", "", "- ", "* ", "• ", "> ", "## ", "  ", "> - ");
            var bold = _random.Next(5);
            var dash = Pick(" - ", " – ", " — ", "－", " -- ");
            var joint = Pick("\n", "\n", "\n\n", "\n\n\n", "  \n");
            return string.Join(joint, steps.Select((s, i) =>
            {
                var head = number(i + 1);
                var point = label ? (_chinese ? Pick("要点：", "主要内容：", "要点: ") : Pick("Main Point: ", "main point: ", "Main Point： ", "Key point: ")) : "";
                var colon = head.EndsWith('.') || head.EndsWith(')') || head.EndsWith('、') ? " " : label && Chance(2) ? dash : Pick(": ", "：");
                var end = _chinese ? CountZh(counted, s.Words, dash) : CountEn(counted, s.Words, dash);
                return mark + bold switch
                {
                    1 => $"**{head}**{colon}{point}{s.MainPoint}{end}",
                    2 => $"**{head}{colon}{point}{s.MainPoint}{end}**",
                    3 when point.Length > 0 => $"**{head}**{colon}**{point.Trim()}** {s.MainPoint}{end}",
                    4 => $"{head}{colon}{point}**{s.MainPoint}**{end}",
                    _ => $"{head}{colon}{point}{s.MainPoint}{end}",
                };
            }));
        }

        private string Blocks(List<(string MainPoint, int Words)> steps)
        {
            var number = _chinese ? Pick("段落{0}", "第{0}段") : Pick("Paragraph {0}", "Section {0}:", "Step {0}");
            var mark = Pick("### ", "", "**");
            var bullet = Pick("", "- ", "* ", "   ");
            var bold = Chance(2) ? "**" : "";
            return string.Join("\n\n", steps.Select((s, i) =>
            {
                var head = mark + string.Format(CultureInfo.InvariantCulture, number, i + 1) + (mark == "**" ? mark : "");
                var (point, count) = _chinese ? ("要点：", "字数：") : ("Main Point:", "Word Count:");
                return $"{head}\n{bullet}{bold}{point}{bold} {s.MainPoint}\n{bullet}{bold}{count}{bold} {Amount(s.Words)}{(_chinese ? "字" : Pick("", " words"))}";
            }));
        }

        private string Json(List<(string MainPoint, int Words)> steps)
        {
            var (point, count) = (Pick("main_point", "mainPoint", "Main Point", "point", "description"), Pick("word_count", "wordCount", "words", "Word Count"));
            var number = Pick("paragraph", "index", "", "step", "id");
            var space = Pick("", " ", "\n    ");
            var items = steps.Select((s, i) => "{" + space
                + (number.Length > 0 ? $"\"{number}\": {i + 1}, " : "")
                + $"\"{point}\": \"{s.MainPoint.Replace("\"", "\\\"", StringComparison.Ordinal)}\",{space}\"{count}\": " + (Chance(3) ? $"\"{s.Words} words\"" : s.Words.ToString(CultureInfo.InvariantCulture)) + "}");
            var array = "[" + string.Join("," + space, items) + "]";
            return _random.Next(3) switch
            {
                0 => array,
                1 => $"{{\"{Pick("steps", "paragraphs", "sections", "plan")}\": {array}}}",
                _ => $"```json\n{{\"title\": \"A plan\", \"{Pick("steps", "sections", "outline")}\": {array}}}\n```",
            };
        }

        private string Table(List<(string MainPoint, int Words)> steps)
        {
            var text = new StringBuilder(_chinese ? "| 段落 | 要点 | 字数 |\n|---|---|---|\n" : Pick("| # | Main Point | Word Count |\n|---|---|---|\n", "| Paragraph | Main Point | Words |\n|:-:|:--|--:|\n"));
            for (var i = 0; i < steps.Count; i++)
                text.Append(CultureInfo.InvariantCulture, $"| {i + 1} | {steps[i].MainPoint} | {Amount(steps[i].Words)} |\n");
            return text.ToString().TrimEnd();
        }

        private Func<int, string> Numbering()
        {
            var digits = "零一二三四五六七八九";
            return _chinese
                ? Pick<Func<int, string>>(n => $"段落{n}", n => $"第{n}段", n => $"{n}.", n => $"{n}、", n => $"段落{(n < 10 ? digits[n].ToString() : n == 10 ? "十" : "十一")}", n => $"第{(n < 10 ? digits[n].ToString() : n == 10 ? "十" : "十一")}段", n => $"段落{string.Concat(n.ToString(CultureInfo.InvariantCulture).Select(static c => (char)(c - '0' + '０')))}")
                : Pick<Func<int, string>>(n => $"Paragraph {n}", n => $"{n}.", n => $"{n})", n => $"({n})", n => $"Section {n}", n => $"Step {n}", n => $"PARAGRAPH {n}", n => $"Part {n}", n => $"Paragraph #{n}");
        }

        private string CountEn(int style, int words, string dash) => style switch
        {
            0 => $"{dash}Word Count: {Amount(words)} words",
            1 => $" ({Pick("", "~", "about ", "approx. ")}{Amount(words)} words)",
            2 => $"{dash}**Word Count:** {Amount(words)}",
            _ => $"{dash}{Amount(words)} words",
        };

        private string CountZh(int style, int words, string dash) => style switch
        {
            0 => $"{dash}字数：{Amount(words)}字",
            1 => $"（{Pick("", "约", "大约")}{Amount(words)}字{Pick("", "左右")}）",
            2 => $"，字数：{Amount(words)}",
            _ => $"{dash}{Amount(words)}字",
        };

        private string Amount(int words) => _random.Next(10) switch
        {
            0 => $"{words - 50}-{words + 50}",
            1 => $"{words - 20}–{words + 20}",
            2 when words >= 1000 => words.ToString("N0", CultureInfo.InvariantCulture),
            3 => "~" + words.ToString(CultureInfo.InvariantCulture),
            4 => string.Concat(words.ToString(CultureInfo.InvariantCulture).Select(static c => (char)(c - '0' + '０'))),
            _ => words.ToString(CultureInfo.InvariantCulture),
        };

        private string Total(int words) => _chinese ? Pick($"总字数：{words}字", $"合计：{words}字") : Pick($"Total: {words} words", $"**Total word count:** {words:N0} words", $"Total Word Count: {words}");

        private string Topic(int i)
        {
            var topics = _chinese ? Chinese : English;
            return topics[((i * 7) + _offset) % topics.Length] + (_chinese ? $"之{Letters(i)}" : $" {Letters(i)}");
        }

        private static string Letters(int i) => ((char)('a' + i)).ToString() + "x";

        private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

        private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
    }
}
