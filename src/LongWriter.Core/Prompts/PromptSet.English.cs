namespace LongWriter;

public sealed partial record PromptSet
{
    /// <summary>The English texts.</summary>
    public static PromptSet English { get; } = new()
    {
        Language = "en",
        Plan = """
            You plan a text that another writer will produce section by section from your plan alone.

            The task, as the user put it:
            <task>
            {task}
            </task>
            {details}
            Divide the work into sections. Say for each what it has to cover and how many words it gets. {length}

            - Cover everything that the task asks for, in an order that reads well.
            - Be concrete: someone who sees only your line must know what to write.
            - Do not cut the work too small: a section has between {minimum} and {maximum} words.
            - No two sections about the same thing.

            Answer with one line a section in exactly this form, and with nothing else:

            Paragraph 1 - Main Point: [what the section covers, in detail] - Word Count: [number] words
            Paragraph 2 - Main Point: [what the section covers, in detail] - Word Count: [number] words
            """,
        PlanLength = "The whole text is to have {words} words, and the word counts of all sections have to add up to that.",
        PlanLengthOpen = "Nobody has fixed the length of the whole text; choose what the task deserves.",
        PlanParts = """
            You plan a very long text. In this first round you divide it into parts; each part gets a plan of its own afterwards.

            The task, as the user put it:
            <task>
            {task}
            </task>
            {details}
            The whole text is to have {words} words. Divide it into about {parts} parts, and make their word counts add up to that.

            - Cover everything that the task asks for, in an order that reads well.
            - Be concrete: someone who sees only your line must know what belongs into that part and what does not.

            Answer with one line a part in exactly this form, and with nothing else:

            Paragraph 1 - Main Point: [what the part covers, in detail] - Word Count: [number] words
            Paragraph 2 - Main Point: [what the part covers, in detail] - Word Count: [number] words
            """,
        PlanPart = """
            You plan one part of a very long text. Another writer will produce it section by section from your plan alone.

            The task, as the user put it:
            <task>
            {task}
            </task>
            {details}
            The parts of the whole text:
            <parts>
            {parts}
            </parts>

            Plan part {number} only: {part}
            It is to have {words} words. Divide it into sections, and make their word counts add up to that.

            - Leave to the other parts what belongs to them.
            - Be concrete: someone who sees only your line must know what to write.
            - A section has between {minimum} and {maximum} words.

            Answer with one line a section in exactly this form, and with nothing else:

            Paragraph 1 - Main Point: [what the section covers, in detail] - Word Count: [number] words
            Paragraph 2 - Main Point: [what the section covers, in detail] - Word Count: [number] words
            """,
        PlanAgain = """


            An earlier answer to this could not be used: {fault}
            Give the whole plan again, in the form described above.
            """,
        PlanLine = "Paragraph {number} - Main Point: {point} - Word Count: {words} words",
        WriteHead = """
            You write a long text, one section at a time. What you answer is put behind the text so far as it stands.

            The task, as the user put it:
            <task>
            {task}
            </task>
            {details}
            The plan of the whole text, a line a section:
            <plan>
            {plan}
            </plan>

            The text so far:


            """,
        Step = """
            (Here the text so far ends.)

            Write section {number} of {count} now, and nothing but that section. It is about:
            {point}
            Length of this section: {words} words.

            {place} Take up the thread where the text stops. Do not say again what has been said, do not announce what you are going to do, and add no label, number, word count or remark of your own; a short heading is welcome where the kind of text has headings.{feedback}
            """,
        PlaceMiddle = "More sections follow, so do not wind up, sum up or take leave.",
        PlaceLast = "It is the last section, so bring the text to its end.",
        PlaceOnly = "It is the whole text.",
        ContinueStep = """
            (Here the text so far ends.)

            Section {number} of {count} is half written. It is about:
            {point}

            What there is of it, broken off in mid-course:
            <draft>
            {draft}
            </draft>

            Go on from its very last character, without repeating any of it and without a remark, and finish the section.
            Length of what is missing: {words} words.

            {place}
            """,
        Feedback = "\n\nThis section has been tried before. {complaint} Write it anew, better in this respect.",
        TooShort = "That draft was too short: it had {written} words where {words} were needed.",
        TooLong = "That draft was too long: it had {written} words where {words} were needed.",
        Repeats = "That draft repeated passages that stand in earlier sections already, word for word:\n{spans}\nSay something new in their place.",
        Shorten = """
            The text below is too long. Shorten it to the length given, keep its content, tone and ending, and answer with the shortened text only.

            Length of the shortened text: {words} words.

            <draft>
            {draft}
            </draft>
            """,
        Summarize = """
            You keep the running summary of a long text that is being written, for a writer who no longer sees its beginning.
            Name people, places, facts, terms and open threads that later sections may need. Answer with the new summary only.

            Length of the summary: at most {words} words.

            <summary>
            {summary}
            </summary>

            What has been written since:
            <text>
            {text}
            </text>
            """,
        SummarySoFar = "(A summary of what comes before the passages below:)\n{summary}\n\n",
        TitleDetail = "Title: {value}",
        StyleDetail = "Style: {value}",
        AudienceDetail = "Readers: {value}",
        LanguageDetail = "Language: write the text in {value}.",
        MaterialDetail = "Source material to rest on:\n<material>\n{value}\n</material>",
    };
}
