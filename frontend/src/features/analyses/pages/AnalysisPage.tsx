import { Link, useParams } from 'react-router';
import { texts } from '@/brand/texts';
import type { AnalysisDetail } from '@/core/api/openapi';
import { filled } from '@/features/shared/validation';
import { buttonClass } from '@/ui/Button';
import { Card, CardBody } from '@/ui/Card';
import { Clamped } from '@/ui/Clamped';
import { ErrorNotice, WaitingNotice } from '@/ui/ErrorNotice';
import { JsonText } from '@/ui/JsonText';
import { PageHeading } from '@/ui/PageHeading';
import { Splash } from '@/ui/Splash';
import { WholeText } from '@/ui/WholeText';
import { AnalysisProgress } from '../components/AnalysisProgress';
import { useAnalysis } from '../hooks/useAnalysis';

/** What was asked, how far it is, and what came out. */
export function AnalysisPage() {
  const { id = '' } = useParams();
  const { data, error, failureReason, failureCount, isPending, refetch } = useAnalysis(id);
  const text = texts.analyses;
  return (
    <>
      <PageHeading
        title={data?.title ?? text.one}
        heading={data && <Clamped>{data.title}</Clamped>}
        actions={
          <Link className={buttonClass('secondary')} to="/analyses">
            {text.all}
          </Link>
        }
      />
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && failureReason === null && <Splash />}
      {isPending && failureReason !== null && (
        <WaitingNotice error={failureReason} failures={failureCount} />
      )}
      {data && <AnalysisParts analysis={data} />}
    </>
  );
}

function AnalysisParts({ analysis }: { analysis: AnalysisDetail }) {
  const { input, result, failure_reason } = analysis;
  const text = texts.analyses;
  return (
    <>
      <AnalysisProgress analysis={analysis} />
      {result && (
        <Card title={text.result}>
          <CardBody>{wordsOf(result.summary) ?? <JsonText>{result}</JsonText>}</CardBody>
        </Card>
      )}
      {failure_reason !== null && (
        <Card title={text.failure}>
          <CardBody>
            <WholeText>{failure_reason}</WholeText>
          </CardBody>
        </Card>
      )}
      {input && (
        <Card title={text.question}>
          <CardBody>
            <Question input={input} />
          </CardBody>
        </Card>
      )}
    </>
  );
}

/** What the form asks for as a text, and whatever else another client has sent. */
function Question({ input }: { input: NonNullable<AnalysisDetail['input']> }) {
  const { question, ...rest } = input;
  const words = wordsOf(question);
  if (words === null) return <JsonText>{input}</JsonText>;
  return (
    <>
      {words}
      {Object.keys(rest).length > 0 && <JsonText>{rest}</JsonText>}
    </>
  );
}

function wordsOf(value: unknown) {
  return typeof value === 'string' && filled(value) ? <WholeText>{value}</WholeText> : null;
}
