import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/Empty.tsx';

export function MissingPage() {
  return (
    <div className="page">
      <h1>There is no such page</h1>
      <Empty title="The address leads nowhere">
        <Link to="/">Start a new assessment</Link>
      </Empty>
    </div>
  );
}
