export { type Answers, METRICS, type Question, QUESTIONS } from './questions.ts';
export { SCORING_STATES, type ScoringState } from './states.ts';
export { askedAnswers, type MetricReading, rubricProblem, type RubricScore, scoreRubric } from './score.ts';
